using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>What the names in a step's templates stand for, as the run stands when an effect begins.</summary>
internal static class StepValues
{
    /// <summary>Takes the values of everything the step names, so that an effect on another thread never reads the state.</summary>
    public static ValueResolver Of(RunState state, StepProgress step, ISecrets secrets) => Of(state, StepReferences.NamesIn(step.Step), secrets);

    /// <summary>The same, of what an address of <c>notify</c> names.</summary>
    public static ValueResolver Of(RunState state, Notification notification, ISecrets secrets) => Of(state, StepReferences.NamesIn(notification), secrets);

    private static ValueResolver Of(RunState state, IEnumerable<string> names, ISecrets secrets)
    {
        var values = names
            .Where(name => !name.StartsWith("env.", StringComparison.Ordinal))
            .Distinct(StringComparer.Ordinal)
            .ToDictionary(name => name, name => ValueOf(state, name), StringComparer.Ordinal);
        return new ValueResolver(
            name => name.StartsWith("env.", StringComparison.Ordinal) ? secrets.Environment(name[4..]) : values[name],
            secrets.Read);
    }

    private static string ValueOf(RunState state, string name) => name switch
    {
        "run.id" => state.Start!.Run,
        "run.mode" => Words.Of(state.Start!.Mode),
        "run.outcome" => Words.Of(state.Outcome ?? state.Standing),
        "run.elapsed" => Duration.Format(TimeSpan.FromSeconds(Math.Floor(state.LastAt.SinceStart.TotalSeconds))),
        "failure.step" => state.FirstFailure?.Value ?? "",
        "failure.reason" => FailureReason(state),
        _ => StepValue(state, name),
    };

    private static string FailureReason(RunState state)
    {
        if (state.FirstFailure is not { } failed)
        {
            return "";
        }

        var step = state[failed];
        return step.Detail.IsEmpty ? step.Reason ?? "" : $"{step.Reason}: {step.Detail}";
    }

    private static string StepValue(RunState state, string name)
    {
        var dot = name.LastIndexOf('.');
        var step = state[new StepId(name["steps.".Length..dot])];
        return name[(dot + 1)..] == "outcome"
            ? Words.Of(step.Outcome)
            : step.Step.Point is { } point ? Instant.Format(point.CreatedAt) : "";
    }
}
