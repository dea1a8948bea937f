using System.Globalization;
using CsCheck;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Tests.Execution;

public sealed class WindowsTests
{
    private static readonly WindowGate Night = new(new(22, 0), new(6, 0), "Europe/Berlin", []);

    [Theory]
    [InlineData("2026-11-23T12:00Z", "2026-11-23T21:00Z")]
    [InlineData("2026-11-23T21:00Z", "2026-11-23T21:00Z")]
    [InlineData("2026-11-23T23:30Z", "2026-11-23T23:30Z")]
    [InlineData("2026-11-24T04:59Z", "2026-11-24T04:59Z")]
    [InlineData("2026-11-24T05:00Z", "2026-11-24T21:00Z")]
    public void A_window_over_midnight_is_open_on_both_sides_of_it(string now, string opens) => AssertOpens(Night, now, opens);

    [Theory]
    [InlineData("2026-11-20T12:00Z", "2026-11-20T21:00Z")]
    [InlineData("2026-11-21T02:00Z", "2026-11-21T02:00Z")]
    [InlineData("2026-11-21T12:00Z", "2026-11-27T21:00Z")]
    public void Days_name_the_day_on_which_a_window_opens(string now, string opens) => AssertOpens(Night with { Days = [DayOfWeek.Friday] }, now, opens);

    [Theory]
    [InlineData("2026-11-23T12:00Z", "2026-11-23T12:00Z")]
    [InlineData("2026-11-23T06:00Z", "2026-11-23T08:00Z")]
    [InlineData("2026-11-23T16:00Z", "2026-11-24T08:00Z")]
    public void A_window_within_a_day(string now, string opens) => AssertOpens(Night with { From = new(9, 0), To = new(17, 0) }, now, opens);

    [Theory]
    [InlineData("2026-03-29T00:59Z", "2026-03-29T01:30Z")]
    [InlineData("2026-03-28T12:00Z", "2026-03-29T01:30Z")]
    public void An_opening_in_the_gap_of_summer_time_moves_forward(string now, string opens) => AssertOpens(Night with { From = new(2, 30), To = new(5, 0) }, now, opens);

    [Fact]
    public void A_closing_in_the_gap_of_summer_time_moves_forward() =>
        AssertOpens(Night with { From = new(22, 0), To = new(2, 30) }, "2026-03-29T01:29Z", "2026-03-29T01:29Z");

    [Fact]
    public void A_window_that_the_gap_swallows_does_not_open_that_day() =>
        AssertOpens(Night with { From = new(2, 30), To = new(3, 15) }, "2026-03-29T00:00Z", "2026-03-30T00:30Z");

    [Fact]
    public void A_window_from_a_time_to_the_same_time_is_always_open() =>
        AssertOpens(Night with { From = new(8, 0), To = new(8, 0) }, "2026-11-23T06:59Z", "2026-11-23T06:59Z");

    [Fact]
    public void At_its_opening_a_window_is_open_and_never_before_now() =>
        Gen.Select(Gen.Int[0, 1439], Gen.Int[0, 1439], Gen.Int[0, 127], Gen.Int[0, 525_600]).Sample((from, to, days, minute) =>
        {
            var window = new WindowGate(
                TimeOnly.MinValue.AddMinutes(from), TimeOnly.MinValue.AddMinutes(to), "Europe/Berlin", [.. Enum.GetValues<DayOfWeek>().Where(day => (days >> (int)day & 1) == 1)]);
            var now = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(minute);
            var opens = Windows.NextOpening(window, now);

            return opens >= now && Windows.NextOpening(window, opens) == opens && opens - now < TimeSpan.FromDays(15);
        });

    private static void AssertOpens(WindowGate window, string now, string opens) => Assert.Equal(Instant(opens), Windows.NextOpening(window, Instant(now)));

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
