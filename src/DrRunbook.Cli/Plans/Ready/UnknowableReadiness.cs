using DrRunbook.Cli.Face;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>What nobody can know before the run, said as such.</summary>
internal static class UnknowableReadiness
{
    private const string About = "run";

    public static IEnumerable<ReadinessLine> Of(ReadinessInput input)
    {
        var steps = input.Plan.Steps;
        var gates = steps.SelectMany(Gates).ToList();
        if (steps.Any(step => step.Action is FailoverAction))
        {
            yield return ReadinessLine.Unknown(About, "whether the account may start failovers: every role that may read restore points may, and the manager says so only when it is asked");
            yield return ReadinessLine.Unknown(About, "whether the other site has the capacity, and whether the replicas start: the API tells neither");
        }

        var probes = gates.Count(gate => gate is TcpGate or HttpGate or DnsGate or CommandGate);
        if (probes > 0)
        {
            yield return ReadinessLine.Unknown(About, $"whether {Readable.Count(probes, "probe")} will pass: nothing was connected to, no URL opened, no program started");
        }

        var requests = steps.Count(step => step.Action is HttpAction);
        if (requests > 0)
        {
            yield return ReadinessLine.Unknown(About, $"whether {Readable.Count(requests, "request")} will be answered as stated: no URL was opened");
        }

        var people = gates.Count(gate => gate is ApprovalGate or ManualGate);
        if (people > 0)
        {
            yield return ReadinessLine.Unknown(About, $"whether people answer {Readable.Count(people, "question")} in time");
        }
    }

    private static IEnumerable<Gate> Gates(PlanStep step) =>
        step.Require.Concat(step.Verify).Select(gate => gate.Gate).Concat(step.Action is GateAction own ? [own.Gate] : []);
}
