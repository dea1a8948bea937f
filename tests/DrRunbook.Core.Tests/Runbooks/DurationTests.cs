using CsCheck;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Runbooks;

public sealed class DurationTests
{
    [Theory]
    [InlineData("500ms", 500)]
    [InlineData("30s", 30_000)]
    [InlineData("45m", 2_700_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("90m", 5_400_000)]
    [InlineData("1h0m1s1ms", 3_601_001)]
    [InlineData("0s", 0)]
    [InlineData("8760h", 31_536_000_000)]
    public void A_duration_is_read(string text, long milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("30")]
    [InlineData("s")]
    [InlineData("30 s")]
    [InlineData(" 30s")]
    [InlineData("-30s")]
    [InlineData("1.5h")]
    [InlineData("30S")]
    [InlineData("1d")]
    [InlineData("30m1h")]
    [InlineData("1m1m")]
    [InlineData("1h30")]
    [InlineData("8760h1ms")]
    [InlineData("999999999999h")]
    [InlineData("9999999999999s")]
    [InlineData("٣s")]
    public void Anything_else_is_no_duration(string text) => Assert.Null(Duration.Parse(text));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(1, "1ms")]
    [InlineData(5_400_000, "1h30m")]
    [InlineData(31_200, "31s200ms")]
    [InlineData(-60_000, "-1m")]
    public void A_duration_is_written_in_its_largest_units(long milliseconds, string text) =>
        Assert.Equal(text, Duration.Format(TimeSpan.FromMilliseconds(milliseconds)));

    [Fact]
    public void What_is_written_is_read_back() =>
        Gen.Long[0, (long)Duration.Longest.TotalMilliseconds].Sample(milliseconds =>
            Duration.Parse(Duration.Format(TimeSpan.FromMilliseconds(milliseconds))) == TimeSpan.FromMilliseconds(milliseconds));

    [Fact]
    public void No_text_makes_it_throw() => Gen.String.Sample(text => Duration.Parse(text) is null or { Ticks: >= 0 });
}
