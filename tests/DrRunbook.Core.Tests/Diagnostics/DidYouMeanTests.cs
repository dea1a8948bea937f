using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Tests.Diagnostics;

public sealed class DidYouMeanTests
{
    private static readonly string[] Words = ["database", "queue", "application", "verify", "require", "id"];

    [Theory]
    [InlineData("databse", "database")]
    [InlineData("datbaase", "database")]
    [InlineData("Database", "database")]
    [InlineData("verfiy", "verify")]
    [InlineData("requires", "require")]
    [InlineData("di", "id")]
    public void A_slip_of_the_hand_finds_its_word(string typed, string meant) => Assert.Equal(meant, DidYouMean.Closest(typed, Words));

    [Theory]
    [InlineData("storage")]
    [InlineData("x")]
    [InlineData("")]
    public void Another_word_finds_none(string typed) => Assert.Null(DidYouMean.Closest(typed, Words));

    [Fact]
    public void The_nearest_wins() => Assert.Equal("site-b", DidYouMean.Closest("site-bb", ["site-abc", "site-b", "site-c"]));

    [Fact]
    public void A_flood_is_not_compared() => Assert.Null(DidYouMean.Closest(new string('a', 1_000_000), [new string('a', 1_000_001)]));
}
