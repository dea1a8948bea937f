using System.Diagnostics;
using System.Globalization;
using DrRunbook.Cli.Composition;
using DrRunbook.Cli.WhatIf;
using DrRunbook.Core.Execution;

namespace DrRunbook.Benchmarks;

/// <summary>Says how long so many rehearsals of 50 steps take: all of them, as they are promised, the first ones and their compiling included.</summary>
internal static class ManyRehearsals
{
    private const int Steps = 50;

    /// <summary>Rehearses so often with one failure each, as <c>rehearse --each-failure</c> does, and as often with nothing amiss and every entry of the journal.</summary>
    public static void Run(int count)
    {
        using var plan = new PreparedPlan(Steps);
        var terms = new RehearsalTerms { Seed = 1 };
        Tell("with one failure each, two side by side", () =>
        {
            var done = 0;
            while (done < count)
            {
                done += FailureMatrix.Rehearse(plan.Invocation, plan.Runbook, terms).Matrix!.Failures;
            }

            return done;
        });

        var frozen = terms with { Frozen = Rehearsal.Run(plan.Invocation, plan.Runbook, terms).Frozen };
        Tell("with nothing amiss, one after the other", () =>
        {
            for (var done = 0; done < count; done++)
            {
                var standing = Rehearsal.Run(plan.Invocation, plan.Runbook, frozen).Result!.State.Standing;
                if (standing != RunOutcome.Succeeded)
                {
                    throw new InvalidOperationException($"the rehearsal {standing}");
                }
            }

            return count;
        });
    }

    private static void Tell(string how, Func<int> rehearse)
    {
        var allocated = GC.GetTotalAllocatedBytes();
        var used = Environment.CpuUsage.TotalTime;
        var began = Stopwatch.GetTimestamp();
        var done = rehearse();
        var took = Stopwatch.GetElapsedTime(began);
        used = Environment.CpuUsage.TotalTime - used;
        allocated = GC.GetTotalAllocatedBytes() - allocated;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{done:N0} rehearsals of {Steps} steps {how}: {took.TotalSeconds:0.0} s; of each: {took.TotalMilliseconds / done:0.0} ms, {used.TotalMilliseconds / done:0.0} ms of processor, {allocated / 1e6 / done:0.0} MB allocated"));
    }
}
