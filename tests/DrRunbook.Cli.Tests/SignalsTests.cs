namespace DrRunbook.Cli.Tests;

public sealed class SignalsTests
{
    [Fact]
    public void The_first_interrupt_halts_the_second_abandons_and_the_third_is_left_to_the_platform()
    {
        using var signals = new Signals();
        Assert.True(signals.Interrupt());
        Assert.True(signals.Halt.IsCancellationRequested);
        Assert.False(signals.Abandon.IsCancellationRequested);
        Assert.True(signals.Interrupt());
        Assert.True(signals.Abandon.IsCancellationRequested);
        Assert.False(signals.Interrupt());
    }

    [Fact]
    public void A_termination_abandons_at_once()
    {
        using var signals = new Signals();
        Assert.True(signals.Terminate());
        Assert.True(signals.Halt.IsCancellationRequested);
        Assert.True(signals.Abandon.IsCancellationRequested);
        Assert.False(signals.Terminate());
    }
}
