using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Tests.Nodes;

/// <summary>The tables of YAML 1.2.2, section 10.3.2.</summary>
public sealed class CoreScalarTests
{
    [Theory]
    [InlineData("no")]
    [InlineData("yes")]
    [InlineData("on")]
    [InlineData("Off")]
    [InlineData("y")]
    [InlineData("tRue")]
    [InlineData("nULL")]
    [InlineData("22:00")]
    [InlineData("1_000")]
    [InlineData("0b1")]
    [InlineData("-0x1")]
    [InlineData("0o8")]
    [InlineData("1e")]
    [InlineData("..5")]
    [InlineData("+.nan")]
    [InlineData("2026-11-23")]
    [InlineData("1.2.3")]
    [InlineData("-")]
    [InlineData("10.20.0.15")]
    public void Text_stays_text(string plain) => Assert.Equal(CoreKind.Text, CoreScalar.KindOf(plain));

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("null")]
    [InlineData("NULL")]
    public void Nothing_is_nothing(string plain) => Assert.Equal(CoreKind.Null, CoreScalar.KindOf(plain));

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("False", false)]
    public void Truth_values_are_read(string plain, bool value) => Assert.Equal(value, CoreScalar.Boolean(plain));

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-19", "-19")]
    [InlineData("+12", "12")]
    [InlineData("007", "7")]
    [InlineData("0x3A", "58")]
    [InlineData("0o14", "12")]
    [InlineData("0.", "0")]
    [InlineData("-.5", "-0.5")]
    [InlineData("+12e03", "12000")]
    [InlineData("-2E+02", "-200")]
    public void Numbers_are_read(string plain, string value) =>
        Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), CoreScalar.Number(plain));

    [Theory]
    [InlineData(".inf")]
    [InlineData("-.INF")]
    [InlineData(".nan")]
    [InlineData("1e999")]
    [InlineData("0xFFFFFFFFFFFFFFFFFFFF")]
    [InlineData("0o7777777777777777777777777")]
    public void A_number_beyond_all_use_is_a_number_without_a_value(string plain)
    {
        Assert.Equal(CoreKind.Number, CoreScalar.KindOf(plain));
        Assert.Null(CoreScalar.Number(plain));
    }
}
