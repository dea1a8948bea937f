using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads how long and how often a step's action is tried: <c>timeout</c>, <c>retry</c>, <c>repeatable</c>.</summary>
internal static class AttemptBinder
{
    private static readonly string[] TimedActions = ["failover", "command", "http"];

    private static readonly string[] RepeatableActions = ["command", "http"];

    public static TimeSpan? BindTimeout(MappingReader step, string? action, FileScope scope)
    {
        CheckFits(step, "timeout", action, TimedActions);
        var stated = step.Duration("timeout");
        return action switch
        {
            "failover" => stated ?? scope.Defaults.Timeout ?? RunbookDefaults.FailoverTimeout,
            "command" => stated ?? RunbookDefaults.CommandTimeout,
            "http" => stated ?? RunbookDefaults.HttpTimeout,
            _ => null,
        };
    }

    public static RetryPolicy BindRetry(MappingReader step, string? action)
    {
        CheckFits(step, "retry", action, TimedActions);
        if (step.Mapping("retry") is not { } retry)
        {
            return RetryPolicy.Once;
        }

        var policy = new RetryPolicy(
            retry.WholeNumber("attempts", 1, 100) ?? RetryPolicy.Once.Attempts,
            retry.Duration("delay", mayBeZero: true) ?? RetryPolicy.Once.Delay,
            retry.Number("backoff", 1, 100) ?? RetryPolicy.Once.Backoff);
        retry.Done();
        return policy;
    }

    public static bool BindRepeatable(MappingReader step, string? action)
    {
        CheckFits(step, "repeatable", action, RepeatableActions);
        return step.Boolean("repeatable") ?? false;
    }

    private static void CheckFits(MappingReader step, string key, string? action, string[] actions)
    {
        if (action is not null && step.Has(key) && !actions.Contains(action))
        {
            step.Values.Report(StepDiagnostics.KeyNotForAction(step.KeyAt(key), key, action, actions));
        }
    }
}
