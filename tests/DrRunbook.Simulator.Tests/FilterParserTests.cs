using CsCheck;
using DrRunbook.Simulator.Queries;

namespace DrRunbook.Simulator.Tests;

public sealed class FilterParserTests
{
    private static readonly Gen<string> Names = Gen.OneOf("Name", "UID", "CreationTime", "VAppName", "x_1");
    private static readonly Gen<FilterExpression> Comparisons = Gen.Select(
        Names, Gen.Enum<ComparisonOperator>(), Gen.String[Gen.OneOf('a', 'B', '7', ' ', '"', ';', ',', '(', ')', '=', '<', '-', 'ü'), 0, 12],
        FilterExpression (name, comparison, value) => new Comparison(name, comparison, value));

    private static readonly Gen<FilterExpression> Filters = Gen.Recursive<FilterExpression>((depth, inner) => depth > 3
        ? Comparisons
        : Gen.Frequency(
            (3, (IGen<FilterExpression>)Comparisons),
            (1, inner.Array[2, 4].Select(FilterExpression (parts) => new AllOf([.. parts]))),
            (1, inner.Array[2, 4].Select(FilterExpression (parts) => new AnyOf([.. parts])))));

    [Theory]
    [InlineData("Name==a", "Name==a")]
    [InlineData("Name==\"a b\"", "Name==a b")]
    [InlineData("Name==\"say \"\"yes\"\"\"", "Name==say \"yes\"")]
    [InlineData("a==1;b!=2,c>3", "((a==1;b!=2),c>3)")]
    [InlineData("a<1;(b>=2,c<=3)", "(a<1;(b>=2,c<=3))")]
    [InlineData(" a == 1 ; b == 2 ", "(a==1;b==2)")]
    [InlineData("CreationTime>=\"2025-08-15T06:00:00Z\"", "CreationTime>=2025-08-15T06:00:00Z")]
    [InlineData("UID==urn:veeam:VAppReplicaPoint:7ba40ff8-2fd2-49e8-9c14-831f6e8203ca", "UID==urn:veeam:VAppReplicaPoint:7ba40ff8-2fd2-49e8-9c14-831f6e8203ca")]
    public void And_binds_more_closely_than_or(string filter, string expected) => Assert.Equal(expected, Show(FilterParser.Parse(filter)));

    [Theory]
    [InlineData("")]
    [InlineData("Name")]
    [InlineData("Name=a")]
    [InlineData("Name==")]
    [InlineData("==a")]
    [InlineData("Name==\"a")]
    [InlineData("Name==a;")]
    [InlineData("(Name==a")]
    [InlineData("Name==a)")]
    [InlineData("Name==a b")]
    public void What_is_no_filter_is_refused(string filter) => Assert.Throws<FilterException>(() => FilterParser.Parse(filter));

    [Fact]
    public void Deep_nesting_is_refused_and_not_followed() =>
        Assert.Throws<FilterException>(() => FilterParser.Parse(new string('(', 100_000)));

    [Fact]
    public void Every_expression_is_read_as_it_was_written() =>
        Filters.Sample(filter => Show(FilterParser.Parse(Write(filter))) == Show(filter));

    [Fact]
    public void Any_text_is_read_or_refused() => Gen.String.Sample(text =>
    {
        try
        {
            FilterParser.Parse(text);
        }
        catch (FilterException)
        {
            return true;
        }

        return true;
    });

    private static string Write(FilterExpression expression) => expression switch
    {
        AllOf all => string.Join(';', all.Parts.Select(part => part is Comparison ? Write(part) : $"({Write(part)})")),
        AnyOf any => string.Join(',', any.Parts.Select(part => part is AnyOf ? $"({Write(part)})" : Write(part))),
        Comparison comparison => $"{comparison.Name}{Sign(comparison.Operator)}\"{comparison.Value.Replace("\"", "\"\"")}\"",
        _ => throw new InvalidOperationException(),
    };

    private static string Show(FilterExpression expression) => expression switch
    {
        AllOf all => $"({string.Join(';', all.Parts.Select(Show))})",
        AnyOf any => $"({string.Join(',', any.Parts.Select(Show))})",
        Comparison comparison => comparison.Name + Sign(comparison.Operator) + comparison.Value,
        _ => throw new InvalidOperationException(),
    };

    private static string Sign(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "==",
        ComparisonOperator.NotEqual => "!=",
        ComparisonOperator.Less => "<",
        ComparisonOperator.Greater => ">",
        ComparisonOperator.LessOrEqual => "<=",
        _ => ">=",
    };
}
