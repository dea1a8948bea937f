using System.Text;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Tests.Nodes;

/// <summary>The reader as a scenario file uses it: nothing is replaced.</summary>
public sealed class ValueReaderTests
{
    private readonly DiagnosticBag _bag = new();

    [Fact]
    public void Values_are_read_as_what_they_should_be()
    {
        var reader = Open("text: a b\nduration: 1h30m\nzero: 0s\ntime: 2026-11-23T08:00:00+01:00\nwhole: 7\nhex: 0x10\nnumber: 1.5\nflag: true\nword: warn\nlist: [a, b]\nraw: 0012\n");

        Assert.Equal("a b", reader.Text("text")?.Value);
        Assert.Equal(TimeSpan.FromMinutes(90), reader.Duration("duration"));
        Assert.Equal(TimeSpan.Zero, reader.Duration("zero", mayBeZero: true));
        Assert.Equal(new DateTimeOffset(2026, 11, 23, 8, 0, 0, TimeSpan.FromHours(1)), reader.Time("time"));
        Assert.Equal(7, reader.WholeNumber("whole", 1, 10));
        Assert.Equal(16, reader.WholeNumber("hex", 1, 20));
        Assert.Equal(1.5m, reader.Number("number", 1, 10));
        Assert.True(reader.Boolean("flag"));
        Assert.Equal(DayOfWeek.Friday, reader.Choice("word", ("fail", DayOfWeek.Monday), ("warn", DayOfWeek.Friday)));
        Assert.Equal(["a", "b"], reader.Texts("list").Select(text => text.Value));
        Assert.Equal("0012", reader.Values.AsWritten(reader.Take("raw")!, "'raw'")?.Value);
        reader.Done();
        Assert.Empty(_bag.InOrder("s.yaml"));
    }

    [Fact]
    public void What_is_absent_is_null_and_no_finding()
    {
        var reader = Open("a: 1\n");

        Assert.Null(reader.Text("text"));
        Assert.Null(reader.Duration("duration"));
        Assert.Null(reader.Boolean("flag"));
        Assert.Null(reader.Mapping("mapping"));
        Assert.Empty(reader.Items("items"));
        Assert.Empty(_bag.InOrder("s.yaml"));
    }

    [Theory]
    [InlineData("k: 5", "DR0119")]
    [InlineData("k: null", "DR0119")]
    [InlineData("k: true", "DR0119")]
    [InlineData("k: ' '", "DR0125")]
    [InlineData("k: [a]", "DR0118")]
    public void Text_is_nothing_but_text(string yaml, string code) => Finds(code, yaml, reader => reader.Text("k") is null);

    [Theory]
    [InlineData("k: 30", "DR0120")]
    [InlineData("k: -5m", "DR0120")]
    [InlineData("k: 5 m", "DR0120")]
    [InlineData("k: 0s", "DR0128")]
    [InlineData("k: { a: 1 }", "DR0118")]
    public void A_duration_has_its_unit(string yaml, string code) => Finds(code, yaml, reader => reader.Duration("k") is null);

    [Theory]
    [InlineData("k: 2026-11-23")]
    [InlineData("k: 2026-11-23T08:00:00")]
    [InlineData("k: 2026-11-23 08:00:00Z")]
    [InlineData("k: 2026-13-23T08:00:00Z")]
    [InlineData("k: 2026-11-23T08:00:00+25:00")]
    public void A_time_has_its_offset(string yaml) => Finds("DR0121", yaml, reader => reader.Time("k") is null);

    [Theory]
    [InlineData("k: 0")]
    [InlineData("k: 11")]
    [InlineData("k: 1.5")]
    [InlineData("k: '5'")]
    [InlineData("k: five")]
    [InlineData("k: 99999999999999999999999999999999")]
    public void A_whole_number_is_in_its_range(string yaml) => Finds("DR0122", yaml, reader => reader.WholeNumber("k", 1, 10) is null);

    [Theory]
    [InlineData("k: yes")]
    [InlineData("k: 'true'")]
    [InlineData("k: 1")]
    public void A_truth_value_is_true_or_false(string yaml) => Finds("DR0123", yaml, reader => reader.Boolean("k") is null);

    [Fact]
    public void A_word_is_one_of_the_list() => Finds("DR0124", "k: Warn", reader => reader.Choice("k", ("warn", true)) is null);

    [Theory]
    [InlineData("k: []", "DR0125")]
    [InlineData("k: [a, a]", "DR0127")]
    [InlineData("k: a", "DR0118")]
    public void A_list_has_different_items(string yaml, string code) => Finds(code, yaml, reader => reader.Texts("k").Length < 2);

    [Fact]
    public void One_key_of_several_is_there()
    {
        Finds("DR0126", "a: 1\nb: 2", reader => reader.OneOf("a", "b") is null);
        Finds("DR0126", "c: 1", reader => reader.OneOf("a", "b") is null);
        Assert.Equal("b", Open("b: 2").OneOf("a", "b"));
    }

    [Fact]
    public void A_missing_and_an_unknown_key_are_reported_with_what_was_probably_meant()
    {
        var reader = Open("nmae: x\n");

        Assert.Null(reader.RequiredText("name"));
        reader.Done();
        Assert.Equal(
            [
                "s.yaml:1:1: error DR0116: 'nmae' is no key of a scenario\n    help: did you mean 'name'?",
                "s.yaml:1:1: error DR0117: a scenario needs 'name'",
            ],
            _bag.InOrder("s.yaml").Select(one => one.ToString()));
    }

    [Fact]
    public void Findings_are_told_once_and_in_the_order_of_the_file()
    {
        var reader = Open("a: 1\nb: 2\n");
        reader.Text("b");
        reader.Text("a");
        reader.Text("b");

        Assert.Equal([1, 2], _bag.InOrder("s.yaml").Select(one => one.At.Line));
    }

    private void Finds(string code, string yaml, Func<MappingReader, bool> isNothing)
    {
        var before = _bag.InOrder("s.yaml").Length;
        Assert.True(isNothing(Open(yaml)));
        Assert.Equal(code, _bag.InOrder("s.yaml").Skip(before).Single().Code);
    }

    private MappingReader Open(string yaml)
    {
        var document = YamlDocument.Read("s.yaml", Encoding.UTF8.GetBytes(yaml));
        Assert.Empty(document.Diagnostics);
        return new ValueReader(_bag).Mapping(document.Root!, "a scenario")!;
    }
}
