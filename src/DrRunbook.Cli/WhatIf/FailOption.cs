using System.CommandLine;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.WhatIf;

/// <summary><c>--fail</c>: lets steps, gates and managers fail in a rehearsal.</summary>
internal static class FailOption
{
    /// <summary>The option.</summary>
    public static Option<string[]> Create() => new("--fail")
    {
        Description = "Let this step, gate (STEP:verify:1) or manager (manager:NAME) fail, in every attempt; can be given several times.",
        HelpName = "STEP",
        DefaultValueFactory = _ => [],
    };

    /// <summary>The scenario in which all that is named fails; what is wrong with a name is said on standard error.</summary>
    /// <returns>Null where a name is wrong.</returns>
    public static Scenario? Strike(Invocation invocation, Plan plan, Scenario scenario, IEnumerable<string> names)
    {
        var targets = MishapTargets.Of(plan).ToDictionary(target => target.Name, target => target.Ways[0], StringComparer.Ordinal);
        var struck = scenario;
        var wrong = false;
        foreach (var name in names)
        {
            if (targets.TryGetValue(name, out var way))
            {
                struck = MishapScenario.With(struck, plan, new Mishap(name, way));
                continue;
            }

            wrong = true;
            if (plan.Steps.Any(step => step.Id.Value == name || step.Require.Concat(step.Verify).Any(gate => gate.Id.Value == name)))
            {
                invocation.Refuse($"--fail '{name}' cannot fail by itself: a group ends as what stands in it, a wait or a window by the clock");
            }
            else
            {
                invocation.Refuse($"--fail '{name}' is no step, gate or manager of this plan", DidYouMean.Help(name, targets.Keys));
            }
        }

        return wrong ? null : struck;
    }
}
