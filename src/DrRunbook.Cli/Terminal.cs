namespace DrRunbook.Cli;

/// <summary>What is known of the terminal, if there is one.</summary>
/// <param name="InputIsTerminal">Whether a person can be asked.</param>
/// <param name="OutputIsTerminal">Whether standard output is shown to a person.</param>
/// <param name="ErrorIsTerminal">Whether standard error is shown to a person.</param>
/// <param name="Size">Columns and rows now; they change when the window does.</param>
internal sealed record Terminal(bool InputIsTerminal, bool OutputIsTerminal, bool ErrorIsTerminal, Func<(int Columns, int Rows)> Size)
{
    /// <summary>No terminal at all: pipes and files.</summary>
    public static Terminal None { get; } = new(false, false, false, () => (80, 24));

    /// <summary>This process's terminal.</summary>
    public static Terminal OfProcess() =>
        new(!Console.IsInputRedirected, !Console.IsOutputRedirected, !Console.IsErrorRedirected, ReadSize);

    private static (int Columns, int Rows) ReadSize()
    {
        try
        {
            return (Math.Max(Console.WindowWidth, 20), Math.Max(Console.WindowHeight, 5));
        }
        catch (IOException)
        {
            // The window went away between two frames.
            return (80, 24);
        }
    }
}
