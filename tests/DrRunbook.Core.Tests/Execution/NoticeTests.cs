using System.Text.Json;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Json;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using static DrRunbook.Core.Tests.Execution.Plans;

namespace DrRunbook.Core.Tests.Execution;

/// <summary>Who is to be told of what, and when.</summary>
public sealed class NoticeTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly OutsideText Answer = OutsideText.From("204 No Content");

    [Fact]
    public void A_run_that_tells_nobody_has_nothing_ahead()
    {
        var run = new ScriptedRun(Of(GateStep("go", Manual()))).Go(2 * Minute);

        Assert.Empty(run.State.Notices.Ahead(run.State, run.Now));
    }

    [Fact]
    public void A_question_is_told_once_as_long_as_it_is_open()
    {
        var run = new ScriptedRun(Telling(["waiting"], null, GateStep("go", Manual()), Command("a"))).Go(2 * Minute);

        Assert.Equal("waiting go/go at 00:00 #1", Due(run));
        Tell(run);
        Assert.Equal("", Ahead(run));
        run.Record(new GateAnswered(new("go"), new("go"), GateDecision.Confirm, OutsideText.From("alice"), OutsideText.None, SignatureChecked: false));
        run.Go();
        Assert.Equal(("", "succeeded"), (Ahead(run), run.Outcome));
    }

    [Fact]
    public void A_question_that_was_answered_before_it_could_be_told_is_not_told()
    {
        var run = new ScriptedRun(Telling(["waiting"], null, GateStep("go", Manual()), Command("a")))
            .At(Minute, new GateAnswered(new("go"), new("go"), GateDecision.Confirm, OutsideText.From("alice"), OutsideText.None, SignatureChecked: false))
            .Go();

        Assert.Equal("", Ahead(run));
    }

    [Fact]
    public void What_lasts_is_told_again_after_its_time_and_counted()
    {
        var run = new ScriptedRun(Telling(["waiting"], 5 * Minute, GateStep("go", Manual()))).Go(Minute);
        Tell(run);

        Assert.Equal(("", "waiting go/go at 06:00 #2"), (Due(run), Ahead(run)));
        run.Go(6 * Minute);
        Tell(run);
        Assert.Equal("waiting go/go at 11:00 #3", Ahead(run));
    }

    [Fact]
    public void After_a_long_absence_one_message_is_due_and_not_all_that_were_missed()
    {
        var run = new ScriptedRun(Telling(["waiting"], 5 * Minute, GateStep("go", Manual(TimeSpan.FromHours(8))))).Go(Minute);
        Tell(run);
        run.Resume(TimeSpan.FromHours(2));

        Assert.Equal("waiting go/go at 06:00 #2", Due(run));
    }

    [Fact]
    public void What_the_journal_knows_to_be_sent_is_not_due_after_a_resume_and_the_rest_is()
    {
        var plan = Telling(["waiting"], null, GateStep("go", Manual(TimeSpan.FromHours(8))));
        plan = plan with { Notify = [plan.Notify[0], plan.Notify[0]] };
        var run = new ScriptedRun(plan).Go(Minute);
        Assert.Equal(2, run.State.Notices.Ahead(run.State, run.Now).Length);
        Record(run, run.State.Notices.Ahead(run.State, run.Now)[1]);
        run.Resume(Minute);

        Assert.Equal(1, Assert.Single(run.State.Notices.Ahead(run.State, run.Now)).Subject.Notification);
    }

    [Fact]
    public void A_doubt_that_only_a_person_can_settle_waits_for_people()
    {
        var run = new ScriptedRun(Telling(["waiting"], null, Parallel("all", null, Failover("a"), Command("b"))))
            .Script("a", World.NotFoundAgain(10 * Minute))
            .Script("b", World.Well(TimeSpan.FromHours(1)))
            .Go(5 * Minute);

        Assert.Equal("", Ahead(run));
        run.Go(20 * Minute);
        Assert.Equal("waiting a at 10:30 #1", Due(run));
        run.SettleAsSucceeded("a");
        Assert.Equal("", Ahead(run));
    }

    [Fact]
    public void A_failure_is_told_until_the_end_and_only_where_nothing_tolerates_it()
    {
        var run = new ScriptedRun(Telling(["failure"], 2 * Minute,
                Sequence("group", Command("tolerated").OnFailing(OnFailure.Continue)),
                Parallel("main", null, Command("bad").OnFailing(OnFailure.Contain), Command("long"), Command("behind").Needing("bad"))))
            .Script("tolerated", World.Badly(Minute))
            .Script("bad", World.Badly(Minute))
            .Script("long", World.Well(6 * Minute))
            .Go(3 * Minute);

        Assert.Equal("failure bad at 02:00 #1", Due(run));
        Tell(run);
        Assert.Equal("failure bad at 05:00 #2", Ahead(run));
        run.Go(5 * Minute);
        Tell(run);
        run.Go();
        Assert.Equal(("failed", ""), (run.Outcome, Ahead(run)));
    }

    [Fact]
    public void A_failure_that_ends_the_run_at_once_is_told_all_the_same()
    {
        var run = new ScriptedRun(Telling(["failure", "end"], Minute, Command("bad"))).Script("bad", World.Badly(Minute)).Go();

        Assert.Equal("failure bad at 01:00 #1; end at 01:00 #1", Due(run));
        Tell(run);
        Assert.Equal("", Ahead(run));
    }

    [Fact]
    public void A_failure_that_is_taken_back_and_comes_again_is_told_again()
    {
        var run = new ScriptedRun(Telling(["failure"], null, Command("bad"))).Script("bad", World.Badly(Minute)).Go();
        Tell(run);
        run.Retry("bad");
        Assert.Equal("", Ahead(run));
        run.Resume(Minute).Go();

        Assert.Equal("failure bad at 03:00 #1", Due(run));
    }

    [Theory]
    [InlineData("succeeded")]
    [InlineData("failed")]
    [InlineData("halted")]
    [InlineData("waiting")]
    [InlineData("in-doubt")]
    public void Every_end_and_every_leaving_is_told_once_and_a_resume_ends_it(string outcome)
    {
        var steps = outcome switch
        {
            "waiting" => GateStep("a", Manual(TimeSpan.FromHours(8))),
            "in-doubt" => Failover("a"),
            _ => Command("a"),
        };
        var run = new ScriptedRun(Telling(["end"], Minute, steps, Command("b")), noWait: outcome == "waiting");
        run = (outcome switch
        {
            "failed" => run.Script("b", World.Badly(Minute)),
            "halted" => run.HaltAt(TimeSpan.FromSeconds(30)),
            "in-doubt" => run.Script("a", World.NotFoundAgain(Minute)),
            _ => run,
        }).Go();

        Assert.Equal(outcome, run.Outcome);
        Assert.StartsWith("end at ", Due(run), StringComparison.Ordinal);
        var message = NoticeMessage.Of(run.State.Notices.Ahead(run.State, run.Now).Single(), run.State, run.Now);
        Assert.Equal(outcome, Words.Of(message.Outcome));
        Tell(run);
        Assert.Equal("", Ahead(run));
        if (!RunLifecycle.IsFinal(run.State.Phase))
        {
            run.Resume(Minute);
            Assert.Equal("", Ahead(run));
        }
    }

    [Fact]
    public void A_halt_stops_no_message()
    {
        var run = new ScriptedRun(Telling(["waiting", "end"], null, Command("a").Verifying(Manual()), Command("b")))
            .Script("a", World.Well(Minute))
            .HaltAt(TimeSpan.FromSeconds(30))
            .Go();

        Assert.Equal(("halted", "waiting a/a:verify:1 at 01:00 #1; end at 01:00 #1"), (run.Outcome, Due(run)));
    }

    [Fact]
    public void The_RTO_is_in_danger_when_four_fifths_of_it_are_used()
    {
        var run = new ScriptedRun(WithRto(TimeSpan.FromMinutes(60), null, Command("a"), Command("b")), outageBefore: 10 * Minute)
            .Script("a", World.Well(50 * Minute))
            .Go(5 * Minute);

        Assert.Equal(("", "objective-in-danger at 38:00 #1"), (Due(run), Ahead(run)));
        run.Go(38 * Minute);
        Assert.Contains("RTO of 1h is in danger: 48m since the outage, and 'b', which stops its clock, has not succeeded", Text(run), StringComparison.Ordinal);
        Tell(run);
        Assert.Equal("", Ahead(run));
    }

    [Fact]
    public void The_RTO_is_in_danger_when_the_targets_ahead_no_longer_fit()
    {
        var run = new ScriptedRun(WithRto(TimeSpan.FromMinutes(60), null,
                Command("a").With(Aims(10 * Minute)), Command("b").With(Aims(25 * Minute)), Command("c").With(Aims(15 * Minute))))
            .Script("a", World.Well(30 * Minute))
            .Go(TimeSpan.FromSeconds(20));

        // While a keeps its target all is well; it must end while b and c still fit.
        Assert.Equal("objective-in-danger at 20:00 #1", Ahead(run));
        run.Go(21 * Minute);
        Assert.Equal("objective-in-danger at 20:00 #1", Due(run));
    }

    [Fact]
    public void Targets_that_never_fit_endanger_the_RTO_from_the_start()
    {
        var run = new ScriptedRun(WithRto(TimeSpan.FromMinutes(60), null, Command("a").With(Aims(40 * Minute)), Command("b").With(Aims(25 * Minute)))).Go(TimeSpan.FromSeconds(30));

        Assert.StartsWith("objective-in-danger at 00:0", Due(run), StringComparison.Ordinal);
    }

    [Fact]
    public void An_RTO_that_is_met_is_in_danger_no_longer_and_one_that_failed_is_missed()
    {
        var met = new ScriptedRun(WithRto(TimeSpan.FromMinutes(60), 5 * Minute, Command("a"), Command("b")) with { Objectives = new Objectives(TimeSpan.FromMinutes(60), null, new StepId("a")) })
            .Script("a", World.Well(50 * Minute)).Script("b", World.Well(TimeSpan.FromHours(2)))
            .Go(49 * Minute);
        Tell(met);
        Assert.Equal("objective-in-danger at 54:00 #2", Ahead(met));
        Assert.Equal("", Ahead(met.Go(51 * Minute)));

        var failed = new ScriptedRun(WithRto(TimeSpan.FromMinutes(60), null, Command("a"))).Script("a", World.Badly(Minute)).Go();
        Assert.Equal("objective-in-danger at 01:00 #1", Due(failed));
        Assert.Contains("is missed", Text(failed), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_RTO_no_objective_is_in_danger()
    {
        var run = new ScriptedRun(Telling(["objective-in-danger"], null, Command("a"))).Script("a", World.Badly(Minute)).Go();

        Assert.Equal("", Ahead(run));
    }

    [Fact]
    public void What_was_not_delivered_is_one_finding_of_the_run_and_fails_nothing()
    {
        var run = new ScriptedRun(Telling(["waiting"], Minute, GateStep("go", Manual()), Command("a"))).Go(Minute);
        Record(run, run.State.Notices.Ahead(run.State, run.Now).Single(), delivered: false);
        run.Go(3 * Minute);
        Record(run, run.State.Notices.Ahead(run.State, run.Now).Single(), delivered: false);
        run.Record(new GateAnswered(new("go"), new("go"), GateDecision.Confirm, OutsideText.From("alice"), OutsideText.None, SignatureChecked: false));
        run.Go();

        Assert.Equal(("go succeeded, a succeeded", "succeeded-with-findings", "notification-failed go"), (run.Ends, run.Outcome, run.Findings));
        Assert.Equal((0, 2), (run.State.Notices.Sent, run.State.Notices.Failed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(120)]
    public void What_was_not_delivered_is_due_again_as_long_as_it_lasts_after_pauses_that_grow(int? everyMinutes)
    {
        var run = new ScriptedRun(Telling(["waiting"], everyMinutes * Minute, GateStep("go", Manual(TimeSpan.FromHours(12))))).Go(TimeSpan.FromSeconds(1));
        var pauses = new List<double>();
        for (var failure = 1; failure < 50; failure++)
        {
            Record(run, run.State.Notices.Ahead(run.State, run.Now).Single(), delivered: false);
            var again = run.State.Notices.Ahead(run.State, run.Now).Single();
            Assert.Equal(1, again.Count);
            pauses.Add((again.DueAt - run.Now).TotalSeconds);
            run.Go(again.DueAt - PlannedAt);
        }

        Assert.Equal([10, 20, 40, 80, 160, 300, 300], pauses.Take(7));
        Assert.Equal(300, pauses[^1]);

        // It is not tried for ever: what comes then comes as often as the address wants it.
        Record(run, run.State.Notices.Ahead(run.State, run.Now).Single(), delivered: false);
        Assert.Equal(everyMinutes * Minute, run.State.Notices.Ahead(run.State, run.Now).Select(notice => (TimeSpan?)(notice.DueAt - run.Now)).SingleOrDefault());
    }

    [Fact]
    public void What_is_delivered_late_is_one_finding_that_says_so()
    {
        var run = new ScriptedRun(Telling(["waiting"], null, GateStep("go", Manual(TimeSpan.FromHours(8))))).Go(Minute);
        Record(run, run.State.Notices.Ahead(run.State, run.Now).Single(), delivered: false);
        run.Go(2 * Minute);
        Record(run, run.State.Notices.Ahead(run.State, run.Now).Single());

        Assert.Equal("", Ahead(run));
        Assert.Equal("address 1 of 'notify' was not told of 'waiting': no connection; it was told later", Assert.Single(run.State.Noted).Text.Raw);
    }

    [Fact]
    public void What_was_not_delivered_and_is_over_is_not_sent_again()
    {
        var run = new ScriptedRun(Telling(["failure", "end"], null, Command("bad"))).Script("bad", World.Badly(Minute)).Go();
        foreach (var notice in run.State.Notices.Ahead(run.State, run.Now))
        {
            Record(run, notice, delivered: false);
        }

        Assert.Equal("", Ahead(run));
    }

    [Fact]
    public void A_journal_cannot_tell_of_an_address_that_the_plan_does_not_have()
    {
        var run = new ScriptedRun(Telling(["end"], null, Command("a"))).Go();

        Assert.Throws<Core.Journal.JournalDamagedException>(() => run.Record(new NotificationSent(2, Occasion.End, null, null, null, run.Now, 1, 1, Answer)));
    }

    [Fact]
    public void A_message_is_small_and_says_what_is_waited_for()
    {
        var run = new ScriptedRun(Telling(["waiting"], null, GateStep("go", Manual()))).Go(Minute);
        run.Record(new PersonAsked(new("go"), new("go"), OutsideText.From("Point the record?"), ["ops-lead"], "nonce", null));

        using var message = JsonDocument.Parse(NoticeMessage.Of(run.State.Notices.Ahead(run.State, run.Now).Single(), run.State, run.Now).Write());
        Assert.Equal(
            """{"count":1,"gate":"go","mode":"disaster","occasion":"waiting","outcome":"running","rehearsal":false,"run":"20261123T080000Z-abcdef","runbook":"test","since":"2026-11-23T08:00:00.000Z","step":"go","text":"Disaster run 20261123T080000Z-abcdef of 'test' waits for ops-lead at 'go': Point the record?","who":["ops-lead"]}""",
            message.RootElement.GetRawText());
    }

    private static Plan Telling(string[] on, TimeSpan? every, params Sketch[] steps) => Of(steps) with
    {
        Notify = [new Notification(TextTemplate.Literal("https://hooks.example.org/T0"), ImmutableSortedDictionary<string, ValueSource>.Empty, [.. on], every)],
    };

    private static Plan WithRto(TimeSpan rto, TimeSpan? every, params Sketch[] steps) =>
        Telling(["objective-in-danger"], every, steps) with { Objectives = new Objectives(rto, null, null) };

    private static Func<PlanStep, PlanStep> Aims(TimeSpan target) => step => step with { Target = target };

    private static string Due(ScriptedRun run) => Shown(run.State.Notices.Ahead(run.State, run.Now).Where(notice => notice.DueAt <= run.Now));

    private static string Ahead(ScriptedRun run) => Shown(run.State.Notices.Ahead(run.State, run.Now));

    private static string Text(ScriptedRun run) => NoticeMessage.Of(run.State.Notices.Ahead(run.State, run.Now).Single(), run.State, run.Now).Text.Raw;

    private static string Shown(IEnumerable<Notice> notices) => string.Join("; ", notices.Select(notice =>
    {
        var about = notice.Subject switch
        {
            { Gate: { } gate, Step: { } step } => $" {step}/{gate}",
            { Step: { } step } => $" {step}",
            _ => "",
        };
        return FormattableString.Invariant($"{Words.Of(notice.Subject.Occasion)}{about} at {notice.DueAt - PlannedAt:mm\\:ss} #{notice.Count}");
    }));

    private static void Tell(ScriptedRun run)
    {
        foreach (var notice in run.State.Notices.Ahead(run.State, run.Now).Where(notice => notice.DueAt <= run.Now))
        {
            Record(run, notice);
        }
    }

    private static void Record(ScriptedRun run, Notice notice, bool delivered = true)
    {
        var about = notice.Subject;
        run.Record(delivered
            ? new NotificationSent(about.Notification, about.Occasion, about.Step, about.Gate, about.Entry, notice.DueAt, notice.Count, 1, Answer)
            : new NotificationFailed(about.Notification, about.Occasion, about.Step, about.Gate, about.Entry, notice.DueAt, notice.Count, 3, OutsideText.From("no connection")));
    }
}
