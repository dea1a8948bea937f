using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using DrRunbook.Core.Json;

namespace DrRunbook.Core.Tests.Json;

/// <summary>RFC 8785, by its own examples.</summary>
public sealed class CanonicalJsonTests
{
    [Fact]
    public void The_example_of_section_3_2_2() => Assert.Equal(
        """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
        Canonical("""{ "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001], "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/", "literals": [null, true, false] }"""));

    [Fact]
    public void The_members_of_section_3_2_3_stand_in_the_order_of_their_UTF_16_code_units()
    {
        var text = Canonical("""{"\u20ac":"Euro Sign","\r":"Carriage Return","\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\ud83d\ude00":"Emoji: Grinning Face","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis"}""");

        using var document = JsonDocument.Parse(text);
        Assert.Equal(
            ["Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh"],
            document.RootElement.EnumerateObject().Select(member => member.Value.GetString()));
        Assert.Contains("\"😀\"", text, StringComparison.Ordinal);
        Assert.Contains("\"\u0080\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void The_numbers_of_appendix_B(string bits, string text) =>
        Assert.Equal(text, Canonical(BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("2.0", "2")]
    [InlineData("1.50", "1.5")]
    [InlineData("-0", "0")]
    [InlineData("100", "100")]
    [InlineData("0.1", "0.1")]
    [InlineData("9007199254740992", "9007199254740992")]
    public void A_number_has_one_form(string written, string canonical) => Assert.Equal(canonical, Canonical(written));

    [Fact]
    public void Only_what_must_be_is_escaped() => Assert.Equal(
        "\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028\u2029<>&'/\uE000😀\\\"\\\\\"",
        Canonical(JsonSerializer.Serialize("\b\t\n\f\r\0\u001f\u007f\u2028\u2029<>&'/\uE000😀\"\\")));

    [Fact]
    public void A_whole_number_that_JSON_cannot_carry_is_refused() => Assert.Throws<InvalidOperationException>(() => Canonical("9007199254740993"));

    [Fact]
    public void Every_double_is_read_back_from_its_form() =>
        Gen.Double.Where(double.IsFinite).Sample(number => double.Parse(Canonical(number), CultureInfo.InvariantCulture) == number);

    [Fact]
    public void Every_text_is_read_back_from_its_form() =>
        Gen.String.Select(text => string.Concat(text.EnumerateRunes())).Sample(text => JsonSerializer.Deserialize<string>(CanonicalJson.Write(text)) == text);

    [Fact]
    public void The_canonical_form_of_a_canonical_form_is_itself()
    {
        var once = Canonical("""{"b":[1.0,{"z":null,"a":"\u00e9"}],"a":{}}""");

        Assert.Equal("""{"a":{},"b":[1,{"a":"é","z":null}]}""", once);
        Assert.Equal(once, Canonical(once));
    }

    private static string Canonical(double number) => Encoding.UTF8.GetString(CanonicalJson.Write(number));

    private static string Canonical(string json)
    {
        using var document = JsonDocument.Parse(json);
        return Encoding.UTF8.GetString(CanonicalJson.Write(document.RootElement));
    }
}
