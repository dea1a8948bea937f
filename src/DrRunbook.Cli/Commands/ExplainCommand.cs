using System.CommandLine;
using System.Globalization;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun explain [CODE]</c>.</summary>
internal sealed class ExplainCommand
{
    public static Command Create(CliContext context)
    {
        var code = new Argument<string?>("CODE") { HelpName = "CODE", Description = "A diagnostic's code, such as DR0203. Without one: all of them.", Arity = ArgumentArity.ZeroOrOne };
        code.CompletionSources.Add(_ => DiagnosticPages.Codes);
        var command = new CliCommand("explain", "Explains a diagnostic: what it means, an example, and how to mend it.", "drrun explain DR0203", "drrun explain");
        command.Add(code);
        command.Does(context, invocation => invocation.Value(code) is { } given ? Explain(invocation, given) : List(invocation));
        return command;
    }

    private static int Explain(Invocation invocation, string given)
    {
        var code = Normalise(given);
        if (DiagnosticPages.Find(code) is not { } page)
        {
            return invocation.Refuse($"there is no diagnostic '{given}'", DidYouMean.Help(code, DiagnosticPages.Codes) ?? "'drrun explain' lists them all");
        }

        if (invocation.IsJson)
        {
            JsonOutput.WriteLine(invocation.Out, new { code = code.ToUpperInvariant(), page });
        }
        else
        {
            invocation.Out.WriteLine(page.TrimEnd());
        }

        return ExitCodes.Good;
    }

    private static int List(Invocation invocation)
    {
        foreach (var code in DiagnosticPages.Codes)
        {
            var title = Title(DiagnosticPages.Find(code)!);
            if (invocation.IsJson)
            {
                JsonOutput.WriteLine(invocation.Out, new { code, title });
            }
            else
            {
                invocation.Out.WriteLine(title.StartsWith(code, StringComparison.Ordinal) ? title : $"{code}  {title}");
            }
        }

        return ExitCodes.Good;
    }

    /// <summary>203, 0203 and dr0203 are all DR0203.</summary>
    private static string Normalise(string given)
    {
        var digits = given.StartsWith("DR", StringComparison.OrdinalIgnoreCase) ? given[2..] : given;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $"DR{number:0000}")
            : given;
    }

    private static string Title(string page) => page.Split('\n', 2)[0].TrimStart('#', ' ').TrimEnd();
}
