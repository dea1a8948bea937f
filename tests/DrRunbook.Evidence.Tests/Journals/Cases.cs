using System.Globalization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Tests.Journals;

/// <summary>The runs that the reports are tested with, each by its name.</summary>
internal static class Cases
{
    private static readonly Dictionary<string, Func<(Plan Plan, IReadOnlyList<JournalEntry> Entries)>> All = new()
    {
        ["good"] = Good,
        ["green-tasks-red-check"] = GreenTasksRedCheck,
        ["two-waves"] = () => TwoWaves(TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(589.9)),
        ["two-waves-too-slow"] = () => TwoWaves(TimeSpan.FromSeconds(590), TimeSpan.FromSeconds(640)),
        ["two-waves-timed-out"] = () => TwoWaves(TimeSpan.FromSeconds(590), TimeSpan.FromHours(2)),
        ["retried"] = Retried,
        ["reopened"] = () => Written(ReopenedRun().ResumeAfter(TimeSpan.FromMinutes(5), "jonas@example.org")),
        ["reopened-and-left"] = () => Written(ReopenedRun()),
        ["halted-and-resumed"] = HaltedAndResumed,
        ["halted"] = Halted,
        ["partial"] = Partial,
        ["blocked"] = Blocked,
        ["stopped"] = Stopped,
        ["late-end"] = LateEnd,
        ["hostile"] = Hostile,
        ["in-doubt"] = InDoubt,
        ["waiting"] = Waiting,
        ["unfinished"] = Unfinished,
        ["sixty-steps"] = SixtySteps,
        ["after-the-run"] = AfterTheRun,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static RunReport Report(string name)
    {
        var (plan, entries) = All[name]();
        return RunReport.From(plan, entries);
    }

    public static (Plan Plan, IReadOnlyList<JournalEntry> Entries) Run(string name) => All[name]();

    /// <summary>A failed run in which somebody says, after its end, that the failed step took effect all the same; others take it up and it ends well.</summary>
    public static (Plan Plan, IReadOnlyList<JournalEntry> Entries) Settled() => Written(
        ReopenedRun(new StepSettled(new StepId("db"), Settlement.Succeeded, new OutsideText("maria@example.org"), new OutsideText("the machine runs at site B"))).ResumeAfter(TimeSpan.FromMinutes(5), "omar@example.org"));

    private static (Plan, IReadOnlyList<JournalEntry>) Written(TestRun run) => (run.Plan, run.Write());

    private static (Plan, IReadOnlyList<JournalEntry>) Good()
    {
        var apps = Plans.Parallel(
            "apps",
            2,
            Plans.Failover("crm", "crm").Verified(Plans.Http("https://crm.b.example.org/health")),
            Plans.Failover("erp-app", "erp-app").Verified(Plans.Http("https://erp.b.example.org/health")),
            Plans.Failover("intranet", "intranet", 9));
        var plan = Plans.Of("site-a", Plans.Sequence(
        [
            Plans.GateStep("go", Plans.Approval()),
            Plans.Command("fence", "fence-site", "--site", "a") with { Fences = VAppScope.All },
            Plans.Failover("ad", "directory").Verified(Plans.Tcp("dc1.b.example.org", 389), Plans.Tcp("dc1.b.example.org", 53)),
            Plans.Failover("erp-db", "erp-db", 13, "erp-db-01", "erp-db-02").Requiring(Plans.Tcp("san-b.example.org", 3260)).Verified(Plans.Tcp("erp-db.b.example.org", 1433)),
            .. apps,
            Plans.GateStep("shop-answers", Plans.Http("https://shop.b.example.org/health")),
        ])) with
        {
            Exercise = new Exercise(
                "functional",
                "Site A is lost to a fire; site B takes over",
                ["the shop answers within 30 minutes", "no more than 15 minutes of orders are lost"],
                ["the WAN between the sites is up"],
                ["Maria Lopez (DR lead)", "Jonas Weber (operator)"],
                [new Exclusion("telephony", "tested on its own in October")]),
            LeftOut = [new LeftOutStep(new StepId("stop-source"), "Shut the sources down", "mode is disaster")],
            Unfenced = null,
        };
        return Written(new TestRun(plan, new ScriptedWorld
        {
            Failovers = { ["ad"] = [new(TimeSpan.FromSeconds(95))], ["erp-db"] = [new(TimeSpan.FromSeconds(210)) { Results = ["Success", "Success"] }] },
            Gates =
            {
                ["go"] = new(TimeSpan.FromSeconds(72)) { Note = "CHG1 is approved" },
                ["ad:verify:1"] = new(TimeSpan.FromSeconds(21), Tries: 5, Detail: "connected in 3 ms", FirstFailure: "connection refused"),
                ["crm:verify:1"] = new(TimeSpan.FromSeconds(33), Tries: 7, Detail: "200 with 'ready'", FirstFailure: "503"),
            },
        })
        {
            OutageAt = TestRun.Begin - TimeSpan.FromSeconds(240),
        });
    }

    private static (Plan, IReadOnlyList<JournalEntry>) GreenTasksRedCheck()
    {
        string[] vApps = ["app-billing", "app-crm", "app-hr", "app-mail", "app-portal", "app-stock", "db-erp", "db-shop", "edge-dmz", "edge-vpn", "edge-web", "site-dc"];
        var steps = vApps.Select(vApp => Plans.Failover(vApp, vApp)).Append(Plans.GateStep("shop-answers", Plans.Http("https://shop.b.example.org/health"))).ToArray();
        var world = new ScriptedWorld
        {
            ClockOffset = TimeSpan.Zero,
            Gates = { ["shop-answers"] = new(TimeSpan.FromMinutes(5), Holds: false, Tries: 61, Detail: "503 Service Unavailable: login failed, no logon server", FirstFailure: "503 Service Unavailable") },
        };
        foreach (var vApp in vApps)
        {
            world.Failovers[vApp] = [new ScriptedFailover(TimeSpan.FromSeconds(68))];
        }

        return Written(new TestRun(Plans.Of("four-o-clock", Plans.Sequence(steps)), world) { OutageAt = TestRun.Begin });
    }

    private static (Plan, IReadOnlyList<JournalEntry>) TwoWaves(TimeSpan first, TimeSpan second)
    {
        var plan = Plans.Of("two-waves", Plans.Sequence(Plans.Failover("wave-one", "wave-one"), Plans.Failover("wave-two", "wave-two"))) with
        {
            Objectives = new Objectives(TimeSpan.FromSeconds(1200), null, null),
            Unfenced = "the source site is known to be down",
        };
        return Written(new TestRun(plan, new ScriptedWorld
        {
            Failovers = { ["wave-one"] = [new(first)], ["wave-two"] = [new(second)] },
        }));
    }

    private static (Plan, IReadOnlyList<JournalEntry>) Retried()
    {
        var retry = new RetryPolicy(3, TimeSpan.FromSeconds(30), 2);
        var plan = Plans.Of("retried", Plans.Sequence(Plans.Failover("db", "db") with { Retry = retry, Target = TimeSpan.FromMinutes(2) }));
        return Written(new TestRun(plan, new ScriptedWorld
        {
            Failovers =
            {
                ["db"] =
                [
                    new(TimeSpan.Zero) { Refusal = (400, "The replica is locked by another operation") },
                    new(TimeSpan.FromSeconds(40)) { Results = ["Failed"], Message = "Host esx-b-03 ran out of memory" },
                    new(TimeSpan.FromSeconds(75)) { Results = ["Warning"], Message = "VMware Tools did not answer" },
                ],
            },
        }));
    }

    private static TestRun ReopenedRun() => ReopenedRun(new RetryRequested(new StepId("db"), new OutsideText("maria@example.org"), new OutsideText("the host has memory again")));

    private static TestRun ReopenedRun(RunEvent move)
    {
        var plan = Plans.Of("reopened",
        [
            .. Plans.Parallel("core", 2, Plans.Failover("ad", "directory"), Plans.Failover("db", "db").Verified(Plans.Tcp("db.b.example.org", 5432))),
            Plans.Failover("app", "app") with { After = [new StepId("core")] },
            Plans.Command("tell", "notify", "failed") with { Section = PlanSection.AfterFailure },
            Plans.Command("tidy", "tidy-up") with { Section = PlanSection.Finally },
        ]) with
        {
            Objectives = new Core.Runbooks.Objectives(null, null, null),
            Unfenced = "a runbook of a test",
        };
        return new TestRun(plan, new ScriptedWorld
        {
            Failovers = { ["db"] = [new(TimeSpan.FromSeconds(40)) { Results = ["Failed"], Message = "Host esx-b-03 ran out of memory" }, new(TimeSpan.FromSeconds(75))] },
        }).ReopenAfter(TimeSpan.FromHours(2), move);
    }

    private static TestRun HaltedRun() => new TestRun(
            Plans.Of("halted", Plans.Sequence(
                Plans.Failover("db", "db").Verified(Plans.Tcp("db.b.example.org", 5432)),
                Plans.GateStep("go-on", Plans.Approval()),
                Plans.Failover("app", "app"))),
            new ScriptedWorld { Gates = { ["go-on"] = new(TimeSpan.FromSeconds(50)) } })
        .At(TimeSpan.FromSeconds(100), new HaltRequested(new OutsideText("jonas@example.org"), new OutsideText("the network team needs ten minutes")));

    private static (Plan, IReadOnlyList<JournalEntry>) Halted() => Written(HaltedRun());

    private static (Plan, IReadOnlyList<JournalEntry>) HaltedAndResumed() => Written(HaltedRun().ResumeAfter(TimeSpan.FromMinutes(12), "maria@example.org"));

    private static (Plan, IReadOnlyList<JournalEntry>) Partial()
    {
        var plan = Plans.Of("partial", Plans.Sequence(Plans.Failover("erp", "erp", 14, "erp-db", "erp-app", "erp-web"), Plans.Failover("shop", "shop")));
        return Written(new TestRun(plan, new ScriptedWorld
        {
            Failovers = { ["erp"] = [new(TimeSpan.FromSeconds(80)) { Results = ["Success", "Failed"], Message = "Datastore b-ssd-2 is full" }] },
        }));
    }

    private static (Plan, IReadOnlyList<JournalEntry>) Blocked()
    {
        var plan = Plans.Of("exchange-and-sharepoint",
        [
            new PlanStep { Id = new StepId("services"), Action = new GroupAction(null, true, null), OnFailure = OnFailure.Contain },
            Plans.Failover("exchange", "exchange") with { Parent = new StepId("services"), OnFailure = OnFailure.Contain },
            new PlanStep
            {
                Id = new StepId("sharepoint"), Parent = new StepId("services"), Action = new GroupAction(null, false, "sharepoint.yaml"),
                After = [new StepId("exchange")], Needs = [new StepId("exchange")],
            },
            Plans.Failover("sharepoint/sql", "sp-sql") with { Parent = new StepId("sharepoint") },
            Plans.Failover("sharepoint/web", "sp-web") with { Parent = new StepId("sharepoint"), After = [new StepId("sharepoint/sql")] },
            Plans.Failover("files", "files") with { Parent = new StepId("services") },
            Plans.Failover("archive", "archive") with { After = [new StepId("services")] },
            Plans.Command("tell", "notify", "failed") with { Section = PlanSection.AfterFailure },
            Plans.Command("tidy", "tidy-up") with { Section = PlanSection.Finally },
        ]) with
        {
            LeftOut = [new LeftOutStep(new StepId("stop-exchange"), "Shut the source down", "mode is disaster")],
        };
        return Written(new TestRun(plan, new ScriptedWorld
        {
            Failovers = { ["exchange"] = [new(TimeSpan.FromSeconds(30)) { Results = ["Failed"], Message = "The replica's disk is missing" }] },
        }));
    }

    private static (Plan, IReadOnlyList<JournalEntry>) Stopped()
    {
        var plan = Plans.Of("stopped", Plans.Parallel("all", 2, Plans.Failover("db", "db"), Plans.Failover("erp", "erp"), Plans.Failover("crm", "crm")));
        return Written(new TestRun(plan, new ScriptedWorld
        {
            Failovers = { ["db"] = [new(TimeSpan.FromSeconds(20)) { Results = ["Failed"] }] },
        }));
    }

    private static (Plan, IReadOnlyList<JournalEntry>) LateEnd()
    {
        var plan = Plans.Of("late-end", Plans.Parallel(
            "all", null, Plans.Failover("slow", "slow") with { OnFailure = OnFailure.Continue }, Plans.GateStep("settle", new WaitGate(TimeSpan.FromMinutes(20)))));
        return Written(new TestRun(plan, new ScriptedWorld { Failovers = { ["slow"] = [new(TimeSpan.FromMinutes(17))] } }));
    }

    private static (Plan, IReadOnlyList<JournalEntry>) Hostile()
    {
        const string Evil = "</td><script>alert(1)</script>\u001b[31m\u202Egnp.exe\u202C `x` | **b** [a](http://evil.example) & \"q\" 'a'\r\n]]>";
        var plan = Plans.Of("hostile <b>", Plans.Sequence(
            Plans.Failover("db", "db\"><img src=x>").Verified(Plans.Tcp("db.b.example.org", 5432)) with { Name = "Data<base> & more" },
            Plans.GateStep("ask", Plans.Approval())));
        return Written(new TestRun(plan, new ScriptedWorld
        {
            Failovers = { ["db"] = [new(TimeSpan.FromSeconds(40)) { Results = ["Warning"], Message = Evil }] },
            Gates =
            {
                ["db:verify:1"] = new(TimeSpan.FromSeconds(2), Detail: Evil),
                ["ask"] = new(TimeSpan.FromSeconds(9)) { Principal = "maria@example.org", Holds = false, Note = Evil },
            },
        })
        {
            StartedBy = "mallory" + Evil,
        });
    }

    private static (Plan, IReadOnlyList<JournalEntry>) InDoubt()
    {
        var plan = Plans.Of("in-doubt", Plans.Sequence(Plans.Failover("db", "db"), Plans.Failover("app", "app")));
        return Written(new TestRun(plan, new ScriptedWorld { Failovers = { ["db"] = [new(TimeSpan.Zero) { ReplyLost = true }] } }));
    }

    private static (Plan, IReadOnlyList<JournalEntry>) Waiting()
    {
        var plan = Plans.Of("waiting", Plans.Sequence(Plans.Failover("db", "db"), Plans.GateStep("go-on", Plans.Approval()), Plans.Failover("app", "app")));
        return Written(new TestRun(plan, new ScriptedWorld { Gates = { ["go-on"] = new(TimeSpan.Zero) { Silent = true } } }) { NoWait = true });
    }

    private static (Plan, IReadOnlyList<JournalEntry>) Unfinished()
    {
        var (plan, entries) = Good();
        var cut = entries.First(entry => entry.Event is SessionChanged { Step.Value: "crm" }).Sequence;
        return (plan, [.. entries.Take((int)cut)]);
    }

    private static (Plan, IReadOnlyList<JournalEntry>) SixtySteps()
    {
        var steps = new List<PlanStep> { Plans.GateStep("go", Plans.Approval()) };
        var world = new ScriptedWorld();
        for (var wave = 1; wave <= 6; wave++)
        {
            var apps = Enumerable.Range(1, 8).Select(app => Plans.Failover(Id("w{0}-app-{1}", wave, app), Id("w{0}-app-{1}", wave, app)).Verified(Plans.Tcp(Id("w{0}-app-{1}.b.example.org", wave, app), 443))).ToArray();
            steps.AddRange(Plans.Parallel(Id("wave-{0}", wave), 6, apps));
            steps.Add(Plans.GateStep(Id("settle-{0}", wave), new WaitGate(TimeSpan.FromSeconds(20))));
            for (var app = 1; app <= 8; app++)
            {
                world.Failovers[Id("w{0}-app-{1}", wave, app)] = [new ScriptedFailover(TimeSpan.FromSeconds(60 + (17 * app * wave % 83)))];
            }
        }

        var plan = Plans.Of("sixty-steps", Plans.Sequence([.. steps]));
        return Written(new TestRun(plan, world) { Simulation = new SimulationInfo("2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae", "benign", 7, 0) });
    }

    /// <summary>A drill with tiers and somebody to tell, and what people put on record about it in the days after.</summary>
    private static (Plan, IReadOnlyList<JournalEntry>) AfterTheRun()
    {
        var tier = ImmutableSortedDictionary<string, string>.Empty;
        var apps = Plans.Parallel("apps", null, Plans.Failover("crm", "crm").Verified(Plans.Http("https://crm.b.example.org/health")), Plans.Failover("wiki", "wiki"));
        apps[0] = apps[0] with { Labels = tier.Add("tier", "2"), Rto = TimeSpan.FromMinutes(8) };
        apps[2] = apps[2] with { Labels = tier.Add("tier", "3") };
        var plan = Plans.Of("site-a-autumn", Plans.Sequence(
        [
            Plans.GateStep("go", Plans.Approval()),
            Plans.Failover("directory", "directory").Verified(Plans.Tcp("dc1.b.example.org", 389)) with { Labels = tier.Add("tier", "0"), Rto = TimeSpan.FromMinutes(5) },
            Plans.Failover("erp-db", "erp-db", 16).Verified(Plans.Tcp("erp-db.b.example.org", 1433)) with { Labels = tier.Add("tier", "1"), Rto = TimeSpan.FromMinutes(4), Rpo = TimeSpan.FromMinutes(20) },
            .. apps,
        ])) with
        {
            Exercise = new Exercise(
                "functional", "Site A is lost to a flood", ["orders can be taken within 30 minutes", "no order is lost", "the help desk can see tickets"], ["the WAN is up", "two operators are on site"], ["Maria Lopez", "Jonas Weber"], []),
            Notify =
            [
                new Notification(TextTemplate.Literal("https://hooks.example.org/T0/B1/secret"), ImmutableSortedDictionary<string, ValueSource>.Empty, ["waiting", "failure", "end"], TimeSpan.FromMinutes(15)),
                new Notification(TextTemplate.Literal("https://pager.example.org"), ImmutableSortedDictionary<string, ValueSource>.Empty, ["end"], null),
            ],
            Unfenced = "the sources were shut down by the hosting team",
        };
        var entries = new TestRun(plan, new ScriptedWorld { Failovers = { ["erp-db"] = [new(TimeSpan.FromSeconds(160))] } })
            .At(TimeSpan.FromSeconds(2), new NotificationSent(1, Occasion.Waiting, new StepId("go"), new GateId("go"), 5, TestRun.Begin, 1, 1, new OutsideText("204 No Content")))
            .At(TimeSpan.FromSeconds(100), new NoteAdded(1, null, new OutsideText("the bridge call is open"), new OutsideText("jonas@example.org")))
            .Write();
        return (plan, TestRun.Append(
            entries,
            (TimeSpan.FromSeconds(1), new NotificationSent(1, Occasion.End, null, null, entries.Count, entries[^1].At, 1, 2, new OutsideText("200 OK"))),
            (TimeSpan.FromSeconds(37), new NotificationFailed(2, Occasion.End, null, null, entries.Count, entries[^1].At, 1, 3, new OutsideText("no connection: refused \u001b[31m<b>"))),
            (TimeSpan.FromMinutes(10), new FindingAdded(1, FindingSeverity.Major, new StepId("erp-db"), new OutsideText("the listener's address had to be changed by hand"), new OutsideText("omar@example.org"), new DateOnly(2026, 12, 24), new OutsideText("maria@example.org"))),
            (TimeSpan.FromMinutes(11), new FindingAdded(2, FindingSeverity.Minor, null, new OutsideText("nobody knew the number of the bridge call"), null, null, new OutsideText("jonas@example.org"))),
            (TimeSpan.FromMinutes(20), new CriterionJudged(1, true, new OutsideText("maria@example.org"), new OutsideText("order 90211 was taken at 04:31Z"))),
            (TimeSpan.FromMinutes(21), new CriterionJudged(2, true, new OutsideText("jonas@example.org"), new OutsideText("by the count of the till"))),
            (TimeSpan.FromHours(5), new CriterionJudged(2, false, new OutsideText("maria@example.org"), new OutsideText("order 90187 is missing"))),
            (TimeSpan.FromHours(6), new AssumptionJudged(1, true, new OutsideText("omar@example.org"), new OutsideText("see the provider's graph"))),
            (TimeSpan.FromHours(7), new AssumptionJudged(2, false, new OutsideText("omar@example.org"), new OutsideText("one operator worked from home"))),
            (TimeSpan.FromHours(8), new UndoConfirmed(new StepId("directory"), new OutsideText("omar@example.org"), new OutsideText("undone in the console, replication runs again"))),
            (TimeSpan.FromHours(28), new FindingClosed(2, new OutsideText("jonas@example.org"), new OutsideText("it stands in the runbook's description now")))));
    }

    private static string Id(string format, params object[] values) => string.Format(CultureInfo.InvariantCulture, format, values);
}
