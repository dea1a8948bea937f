namespace DrRunbook.Cli.Tests.Commands;

public sealed class AgreementTests : IDisposable
{
    private readonly TestCli _cli = new(new Terminal(InputIsTerminal: true, OutputIsTerminal: false, ErrorIsTerminal: false, () => (80, 24)));

    [Fact]
    public async Task Ctrl_C_at_the_question_starts_nothing_and_exits_3()
    {
        using var person = new HesitantPerson();
        var app = new CommandLineApp(_cli.Context with { In = person });
        var executing = app.RunAsync(["execute", Path.Combine(Example.Folder, "shop.yaml"), "--root", Example.Folder]);
        await person.Asked.WaitAsync(TestContext.Current.CancellationToken);
        _cli.Signals.Interrupt();

        Assert.Equal(ExitCodes.NotFinished, await executing);
        Assert.EndsWith("Type yes: \nNot started.\n", _cli.Context.Error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(_cli.Store));
    }

    [Fact]
    public async Task Any_answer_but_yes_starts_nothing_and_exits_2()
    {
        using var answer = new StringReader("y\n");
        var app = new CommandLineApp(_cli.Context with { In = answer });
        Assert.Equal(ExitCodes.Usage, await app.RunAsync(["execute", Path.Combine(Example.Folder, "shop.yaml"), "--root", Example.Folder]));
        Assert.EndsWith("Type yes: Not started.\n", _cli.Context.Error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _cli.Dispose();

    /// <summary>Sits before the question until the case is over.</summary>
    private sealed class HesitantPerson : TextReader
    {
        private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim _over = new();

        public Task Asked => _asked.Task;

        public override string? ReadLine()
        {
            _asked.SetResult();
            _over.Wait(CancellationToken.None);
            return null;
        }

        protected override void Dispose(bool disposing)
        {
            _over.Set();
            base.Dispose(disposing);
        }
    }
}
