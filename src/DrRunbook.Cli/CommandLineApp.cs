using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using DrRunbook.Cli.Commands;
using DrRunbook.Core.Journal;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli;

/// <summary>The command line: its commands, and what becomes of what they cannot handle.</summary>
internal sealed class CommandLineApp(CliContext context)
{
    // An argument that begins with @ is itself, not a file of further arguments.
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Carries a command line out.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        var root = CreateRoot();
        var parse = root.Parse(args, Parsing);
        var invocation = new InvocationConfiguration
        {
            Output = context.Out,
            Error = context.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
        };
        try
        {
            return parse.Action is ParseErrorAction
                ? Refuse(parse)
                : await parse.InvokeAsync(invocation, CancellationToken.None);
        }
        catch (Exception fault)
        {
            return Fail(parse, fault);
        }
        finally
        {
            await context.Out.FlushAsync();
            await context.Error.FlushAsync();
        }
    }

    private RootCommand CreateRoot()
    {
        var root = new RootCommand("Executes disaster-recovery runbooks against Veeam Backup Enterprise Manager.");
        root.Options.Clear();
        root.Add(new HelpOption("--help", "-h") { Action = new HelpWithExamples(), Description = "Shows what a command does, with examples." });
        root.Add(new VersionOption { Action = new PrintVersion(), Description = "Shows drrun's version." });
        foreach (var option in context.Options.All)
        {
            root.Add(option);
        }

        foreach (var command in CommandList.Create(context))
        {
            root.Add(command);
        }

        return root;
    }

    private int Refuse(ParseResult parse)
    {
        if (parse.Tokens.Count == 0)
        {
            parse.CommandResult.Command.Parse("--help", Parsing).Invoke(new InvocationConfiguration { Output = context.Error, Error = context.Error });
        }
        else
        {
            UsageErrors.Write(context.Error, parse);
        }

        return ExitCodes.Usage;
    }

    private int Fail(ParseResult parse, Exception fault)
    {
        if (fault is JournalDamagedException damaged)
        {
            Invocation.Say(context.Error, $"error {damaged.Code}", context.Secrets.Redact(damaged.Message), $"'drrun explain {damaged.Code}' says more");
            return ExitCodes.Fault;
        }

        if (fault is StoreException broken)
        {
            Invocation.Say(context.Error, "error", context.Secrets.Redact(broken.Message));
            return ExitCodes.Fault;
        }

        if (fault is ValueMissingException missing)
        {
            Invocation.Say(context.Error, "error", context.Secrets.Redact(missing.Message));
            return ExitCodes.Usage;
        }

        if (fault is OperationCanceledException && context.Signals.Halt.IsCancellationRequested)
        {
            Invocation.Say(context.Error, "interrupted", "stopped by a signal");
            return ExitCodes.NotFinished;
        }

        var log = LogFile.Keep(context, parse, fault);
        Invocation.Say(
            context.Error,
            "fault",
            context.Secrets.Redact($"{fault.GetType().Name}: {fault.Message}"),
            log is null ? "the log could not be written either" : $"the whole story lies in {log}");
        return ExitCodes.Fault;
    }
}
