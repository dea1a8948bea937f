using DrRunbook.Simulator;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Simulation;

/// <summary>Faults of a scenario file.</summary>
internal static class FaultNodes
{
    public static FaultRule Fault(MappingReader reader)
    {
        reader.Require("fault");
        var usual = new FaultRule { Fault = reader.Word<FaultKind>("fault") ?? default };
        return usual with
        {
            Requests = reader.Words<RequestKind>("requests"),
            VApp = reader.Text("vApp")?.Value,
            Point = reader.Text("point")?.Value,
            From = reader.WholeNumber("from", 1, int.MaxValue) ?? usual.From,
            Count = reader.Says("count", "all") ? null : reader.WholeNumber("count", 1, int.MaxValue) ?? usual.Count,
            After = reader.Span("after") ?? usual.After,
            For = reader.Span("for"),
            Chance = (double?)reader.Number("chance", 0, 1) ?? usual.Chance,
            Moment = reader.Word<FaultMoment>("moment") ?? usual.Moment,
            Status = reader.WholeNumber("status", 300, 599) ?? usual.Status,
            Message = reader.Text("message")?.Value,
            Delay = reader.Span("delay") ?? usual.Delay,
            Jitter = reader.Span("jitter") ?? usual.Jitter,
        };
    }
}
