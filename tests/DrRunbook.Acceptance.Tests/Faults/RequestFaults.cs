namespace DrRunbook.Acceptance.Tests.Faults;

/// <summary>What happens around the request that fails a vApp over.</summary>
internal static class RequestFaults
{
    private const string Lost = "IN DOUBT: the request may have left, no answer came";
    private const string Found = "no longer in doubt, read back: the request started the restore session of 'erp'";

    public static IEnumerable<FaultRow> Rows =>
    [
        Doubtful("request-reset-before") with { Faults = "{ fault: reset, requests: [failover], vApp: erp }" },
        Doubtful("request-unanswered-before") with { Faults = "{ fault: noAnswer, requests: [failover], vApp: erp }" },
        Doubtful("request-503-burst") with { Faults = "{ fault: status, status: 503, requests: [failover], vApp: erp, count: 5 }" },
        Doubtful("request-500") with { Faults = "{ fault: status, status: 500, requests: [failover], vApp: erp }" },
        Doubtful("request-502-page") with { Faults = "{ fault: status, status: 502, requests: [failover], vApp: erp }", Manager = "wire: { errors: html }" },
        Doubtful("request-redirected") with { Faults = "{ fault: status, status: 307, requests: [failover], vApp: erp }" },
        Doubtful("request-409") with { Faults = "{ fault: status, status: 409, requests: [failover], vApp: erp }" },
        Doubtful("request-403-page") with { Faults = "{ fault: status, status: 403, requests: [failover], vApp: erp }", Manager = "wire: { errors: html }" },
        Doubtful("request-404-empty") with { Faults = "{ fault: status, status: 404, requests: [failover], vApp: erp }", Manager = "wire: { errors: empty }" },
        Doubtful("request-401-plain") with { Faults = "{ fault: status, status: 401, requests: [failover], vApp: erp }", Manager = "wire: { errors: plainText }" },

        Resolved("reply-reset") with { Faults = "{ fault: reset, moment: after, requests: [failover], vApp: erp }" },
        Resolved("reply-never") with { Faults = "{ fault: noAnswer, moment: after, requests: [failover], vApp: erp }" },
        Resolved("reply-half-head") with { Faults = "{ fault: halfHead, requests: [failover], vApp: erp }" },
        Resolved("reply-500-carried-out") with { Faults = "{ fault: status, status: 500, moment: after, requests: [failover], vApp: erp }" },
        Resolved("reply-504-carried-out") with { Faults = "{ fault: status, status: 504, moment: after, requests: [failover], vApp: erp }", Manager = "wire: { errors: html }" },
        Resolved("reply-404-page-carried-out") with { Faults = "{ fault: status, status: 404, moment: after, requests: [failover], vApp: erp }", Manager = "wire: { errors: html }" },
        Resolved("reply-after-we-gave-up") with { Faults = "{ fault: delay, delay: 10m, requests: [failover], vApp: erp }", Speed = 200 },

        new("reply-half-body") { Faults = "{ fault: truncatedBody, requests: [failover], vApp: erp }", Says = ["accepted, the task is not known yet"] },
        new("reply-malformed") { Faults = "{ fault: malformedBody, requests: [failover], vApp: erp }", Says = ["accepted, the task is not known yet"] },
        new("reply-empty") { Faults = "{ fault: emptyBody, requests: [failover], vApp: erp }", Says = ["accepted, the task is not known yet"] },
        new("reply-page") { Faults = "{ fault: htmlBody, requests: [failover], vApp: erp }", Says = ["accepted, the task is not known yet"] },
        new("reply-misnamed") { Faults = "{ fault: wrongContentType, requests: [failover], vApp: erp }", Says = ["accepted as task-1"] },
        new("reply-slow") { Faults = "{ fault: delay, delay: 90s, moment: after, requests: [failover], vApp: erp }", Says = ["accepted as task-1"] },
        new("request-slow") { Faults = "{ fault: delay, delay: 90s, requests: [failover], vApp: erp }", Says = ["accepted as task-1"] },

        Refused("refused-400", 400),
        Refused("refused-403", 403),
        Refused("refused-404", 404),
        Refused("refused-405", 405),
        Refused("refused-411", 411),
        Refused("refused-in-the-other-form", 403) with { Manager = "wire: { errors: opposite }" },

        new("token-expired-at-the-request")
        {
            Faults = "{ fault: sessionExpired, requests: [failover], vApp: erp }",
            Posts = "erp erp web",
            Says = ["request did not leave: the logon had run out; a new one was made", "new logon"],
            Reports = ["logon-renewed"],
        },
        new("point-gone-404")
        {
            VApp = "points: [{ age: 10m, ghost: true }]", Exit = 1, Outcome = "failed", Ends = "erp failed, web blocked", Posts = "erp", Effects = "",
            Says = ["refused by the manager with 404: Resource not found"], Reports = ["rejected"],
        },
        new("point-gone-task")
        {
            VApp = "points: [{ age: 10m, ghost: true, gone: taskFails }]", Exit = 1, Outcome = "failed", Ends = "erp failed, web blocked", Posts = "erp", Effects = "",
            Says = ["the task failed"], Reports = ["task-failed"],
        },
    ];

    private static FaultRow Doubtful(string name) => new(name)
    {
        Speed = 600,
        Exit = 3,
        Outcome = "in-doubt",
        Ends = "erp in-doubt, web not-started",
        Posts = "erp",
        Effects = "",
        Says = [Lost, "still IN DOUBT, reading back is over: no restore session that can be its was found", "left IN DOUBT"],
        Reports = ["the effect of the request is not known"],
        Status = ["erp"],
    };

    private static FaultRow Resolved(string name) => new(name) { Says = [Lost, Found] };

    private static FaultRow Refused(string name, int status) => new(name)
    {
        Faults = $"{{ fault: status, status: {status}, requests: [failover], vApp: erp, count: all }}",
        Exit = 1,
        Outcome = "failed",
        Ends = "erp failed, web blocked",
        Posts = "erp",
        Effects = "",
        Says = [$"refused by the manager with {status}", "FAILED, first at erp"],
        Reports = ["rejected"],
    };
}
