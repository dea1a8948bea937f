namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>What happens to the reads in which a running failover is followed, and what answers look like.</summary>
internal static class ReadingFaults
{
    private const string Reads = "requests: [tasks, task, queryRestoreSessions, restoreSession]";

    public static IEnumerable<FaultRow> Rows =>
    [
        new("reads-reset") { Faults = $"{{ fault: reset, {Reads}, count: 6 }}" },
        new("reads-half-head") { Faults = $"{{ fault: halfHead, {Reads}, count: 3 }}" },
        new("reads-truncated") { Faults = $"{{ fault: truncatedBody, {Reads}, count: 3 }}" },
        new("reads-malformed") { Faults = $"{{ fault: malformedBody, {Reads}, count: 3 }}" },
        new("reads-misnamed") { Faults = $"{{ fault: wrongContentType, {Reads}, count: 5 }}" },
        new("reads-empty") { Faults = $"{{ fault: emptyBody, {Reads}, count: 3 }}" },
        new("reads-page") { Faults = $"{{ fault: htmlBody, {Reads}, count: 3 }}" },
        new("reads-503-burst") { Faults = $"{{ fault: status, status: 503, {Reads}, count: 20 }}", Says = ["does not answer: HTTP 503"], Reports = ["lost for", "HTTP 503"] },
        new("reads-500") { Faults = $"{{ fault: status, status: 500, {Reads}, count: 3 }}" },
        new("reads-unanswered") { Faults = $"{{ fault: noAnswer, {Reads} }}" },
        new("reads-slow") { Faults = "{ fault: delay, delay: 50ms, jitter: 2s, count: all }" },
        new("reads-seldom-answered") { Faults = $"{{ fault: reset, {Reads}, chance: 0.3, count: all }}", Erp = "{ sessionDuration: 60s }" },

        new("wire-json") { Wire = "json" },
        new("wire-json-camel-case") { Wire = "json", Manager = "wire: { json: camel, nulls: true, byteOrderMark: true, escapeEquals: true }" },
        new("wire-xml-any-order") { Manager = "wire: { order: seeded, emptyResult: absent, timeDigits: 7 }" },
        new("wire-small-pages") { Manager = "pageSize: 1\n    pagingLinksDropFilter: true\n    unknownFilterName: ignore" },
        new("wire-tasks-numbered-globally") { Manager = "taskNumbering: global", Says = ["accepted as task-2"] },
        new("history-is-not-ours")
        {
            Faults = "{ fault: reset, moment: after, requests: [failover], vApp: erp }",
            Manager = "restoreSessions: [{ vmDisplayName: erp, age: 1h, end: failed }, { vmDisplayName: erp, age: 960h }, { vmDisplayName: other, age: 0s, duration: 1h, end: failed }]",
            Says = ["no longer in doubt"],
        },
    ];
}
