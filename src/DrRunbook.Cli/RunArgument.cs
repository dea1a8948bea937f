using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using DrRunbook.Core.Planning;
using DrRunbook.Engine;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli;

/// <summary>The arguments that name a run and what is in it, with completions read from the store.</summary>
internal static class RunArgument
{
    /// <summary>A run's id, or any unique prefix.</summary>
    public static Argument<string> Run(CliContext context)
    {
        var argument = new Argument<string>("RUN") { HelpName = "RUN", Description = "The run's id, or any unique prefix of it." };
        argument.CompletionSources.Add(completion => Read(context, completion, async store => (await store.ListAsync(CancellationToken.None)).Select(run => run.Run)));
        return argument;
    }

    /// <summary>The id of a gate that waits for people.</summary>
    public static Argument<string> Gate(CliContext context, Argument<string> run)
    {
        var argument = new Argument<string>("GATE") { HelpName = "GATE", Description = "The gate's id: its step's, or STEP:require:1, STEP:verify:1." };
        argument.CompletionSources.Add(completion => completion.ParseResult.GetValue(run) is { } prefix
            ? Read(context, completion, store => NamesAsync(store, prefix, WaitingGates))
            : []);
        return argument;
    }

    /// <summary>The id of a step that the command makes sense of.</summary>
    public static Argument<string> Step(CliContext context, Argument<string> run, Func<RunState, StepProgress, bool> isMeant)
    {
        var argument = new Argument<string>("STEP") { Description = "The step's id." };
        argument.CompletionSources.Add(completion => completion.ParseResult.GetValue(run) is { } prefix
            ? Read(context, completion, store => NamesAsync(store, prefix, (_, state) => state.Steps.Take(state.Graph.StepCount).Where(step => isMeant(state, step)).Select(step => step.Step.Id.Value)))
            : []);
        return argument;
    }

    /// <summary><c>--step STEP</c>: the step that a finding or note is about.</summary>
    public static Option<string?> About(CliContext context, Argument<string> run)
    {
        var option = new Option<string?>("--step") { Description = "The step it is about (default: the run).", HelpName = "STEP" };
        option.CompletionSources.Add(completion => completion.ParseResult.GetValue(run) is { } prefix
            ? Read(context, completion, store => NamesAsync(store, prefix, (_, state) => state.Graph.Plan.Steps.Select(step => step.Id.Value)))
            : []);
        return option;
    }

    /// <summary>A number that the run knows.</summary>
    public static Argument<string> Number(CliContext context, Argument<string> run, string description, Func<RunState, IEnumerable<int>> known)
    {
        var argument = new Argument<string>("N") { HelpName = "N", Description = description };
        argument.CompletionSources.Add(completion => completion.ParseResult.GetValue(run) is { } prefix
            ? Read(context, completion, store => NamesAsync(store, prefix, (_, state) => known(state).Select(number => number.ToString(CultureInfo.InvariantCulture))))
            : []);
        return argument;
    }

    private static IEnumerable<string> WaitingGates(string run, RunState state) =>
        Face.OpenQuestion.Of(state, new Face.RunCommands(run, store: null)).Select(question => question.Gate.Value);

    private static async Task<IEnumerable<string>> NamesAsync(IRunStore store, string prefix, Func<string, RunState, IEnumerable<string>> names)
    {
        var fitting = (await store.ListAsync(CancellationToken.None)).Where(run => run.Run.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)).ToList();
        if (fitting is not [var only])
        {
            return [];
        }

        var stored = await StoredRun.LoadAsync(store, only.Run, CancellationToken.None);
        return names(only.Run, RunState.Fold(new PlanGraph(stored.Plan), stored.Entries));
    }

    /// <summary>Reads the store; whatever is wrong with it, a completion is not the place to say so.</summary>
    private static IEnumerable<CompletionItem> Read(CliContext context, CompletionContext completion, Func<IRunStore, Task<IEnumerable<string>>> names)
    {
        using var invocation = new Invocation(context, completion.ParseResult);
        if (!RunAccess.StoreExists(invocation.StoreLocation))
        {
            return [];
        }

        try
        {
            // A completion source is synchronous, and nothing else runs in this process.
            return ReadAsync(invocation.StoreLocation, context, names).GetAwaiter().GetResult().Select(name => new CompletionItem(name));
        }
        catch (Exception unreadable) when (unreadable is StoreException or RunNotFoundException or Core.Journal.JournalDamagedException)
        {
            return [];
        }
    }

    private static async Task<List<string>> ReadAsync(string location, CliContext context, Func<IRunStore, Task<IEnumerable<string>>> names)
    {
        await using var store = context.OpenStore(location, context.HostClock);
        return [.. await names(store)];
    }
}
