namespace DrRunbook.Cli.Tests.WhatIf;

/// <summary>A small runbook with one step of each kind that can fail, and parts that a test replaces.</summary>
internal static class WhatIfRunbook
{
    public const string AfterFailure = "afterFailure:\n  - { id: page, command: { run: [page] } }\n";

    public const string Undo = "  - { id: undo, when: drill, gate: { manual: { instruction: Undo all, undoes: all, within: 8h } } }\n";

    private const string Head = """
        version: 1
        name: small
        enterpriseManagers:
          site-b:
            url: https://em.site-b.example:9398
            credentials: { usernameFrom: env:SITE_B_USER, passwordFrom: env:SITE_B_PASSWORD }
        objectives: { rto: 2h, until: check }
        approvers: { lead: [alice@example.com] }
        unfenced: the source site is dark
        defaults: { enterpriseManager: site-b }
        steps:

        """;

    /// <summary>A step of every kind; nothing is missing.</summary>
    public static string Whole => Of(
        """
          - { id: declare, gate: { approval: { from: [lead], count: 1 } } }
          - { id: isolate, command: { run: [isolate], successExitCodes: [0, 1] } }
          - { id: announce, http: { method: POST, url: https://status.example/, status: [200, 500] } }
          - { id: database, failover: erp-db, require: [ { wait: 5s }, { command: { run: [ready] } } ], verify: [ { tcp: db.example:1433 } ] }
          - id: rest
            parallel:
              steps:
                - { id: archive, failover: erp-archive, onFailure: continue }
                - { id: check, gate: { http: { url: https://erp.example/health } } }

        """ + Undo + AfterFailure + "notify: [ { url: 'https://pager.example/', on: [waiting] } ]\n");

    /// <summary>A runbook of these steps.</summary>
    public static string Of(string steps) => Head + steps;
}
