using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace DrRunbook.Cli;

/// <summary>The usual help, with the command's examples below it.</summary>
internal sealed class HelpWithExamples : SynchronousCommandLineAction
{
    private readonly HelpAction _usual = new();

    /// <inheritdoc />
    public override bool ClearsParseErrors => true;

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        var result = _usual.Invoke(parseResult);
        if (parseResult.CommandResult.Command is CliCommand { Examples: { IsEmpty: false } examples })
        {
            var output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (var example in examples)
            {
                output.WriteLine($"  {example}");
            }

            output.WriteLine();
        }

        return result;
    }
}
