using CsCheck;
using DrRunbook.Core.Forecasting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Planning.Comparing;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Planning.Comparing;

public sealed class PlanDifferenceTests
{
    private static readonly Plan Base = Plans.Of(
        Plans.Failover("db").Verifying(Plans.Tcp()),
        Plans.Parallel("apps", 2, Plans.Failover("app"), Plans.Failover("web").Needing("app")),
        Plans.Command("fence"));

    [Fact]
    public void A_plan_differs_from_itself_in_nothing() =>
        RandomPlans.Plan.Sample(plan => PlanDifference.Between(plan, plan).IsEmpty && PlanDifference.Between(plan, PlanJson.Read(PlanJson.Write(plan))).IsEmpty, iter: 60);

    [Fact]
    public void When_and_from_where_a_plan_was_made_and_frozen_makes_no_difference() =>
        Assert.Empty(PlanDifference.Between(Base, Base with
        {
            PlannedAt = Base.PlannedAt.AddDays(1),
            Sources = [new FileDigest("runbook.yaml", "00")],
            Points = FrozenPoints.Pinned,
            ExpiresAt = Base.PlannedAt.AddDays(2),
            ResolvedFrom = "11",
        }));

    [Fact]
    public void The_way_back_has_the_same_kinds_turned() =>
        PlanChanges.Pair.Sample(
            (before, after) => Kinds(PlanDifference.Between(before, after), turned: false).SequenceEqual(Kinds(PlanDifference.Between(after, before), turned: true)),
            iter: 60);

    [Fact]
    public void What_strengthens_one_way_weakens_the_other() =>
        PlanChanges.Pair.Sample(
            (before, after) => PlanDifference.Between(before, after).All(one => one.Effect != DifferenceEffect.Strengthens)
                || PlanDifference.Between(after, before).Any(one => one.Effect == DifferenceEffect.Weakens),
            iter: 60);

    [Fact]
    public void Added_and_removed_steps_are_told_with_their_place()
    {
        var more = Plans.Of(Plans.Failover("db").Verifying(Plans.Tcp()), Plans.Failover("cache"), Plans.Parallel("apps", 2, Plans.Failover("app"), Plans.Failover("web").Needing("app")), Plans.Command("fence"));

        Check(Base, more, DifferenceKind.StepAdded, DifferenceEffect.Neutral, "step 'cache' is new: failover of cache, after 'db'");
        Check(more, Base, DifferenceKind.StepRemoved, DifferenceEffect.Weakens, "step 'cache' is gone: failover of cache");
    }

    [Fact]
    public void A_step_that_is_left_out_now_is_gone_and_says_why()
    {
        var leftOut = Without(Base, "fence") with { LeftOut = [new LeftOutStep(new StepId("fence"), null, "mode is drill")] };

        Check(Base, leftOut, DifferenceKind.StepRemoved, DifferenceEffect.Weakens, "step 'fence' is left out (mode is drill is not so): command true");
        Check(leftOut, Base, DifferenceKind.StepAdded, DifferenceEffect.Neutral, "step 'fence' is new, which was left out: command true, after 'apps'");
    }

    [Fact]
    public void A_group_that_is_gone_weakens_by_its_gates_alone()
    {
        var grouped = Plans.Of(Plans.Sequence("g", Plans.Command("a"), Plans.Command("b")).Verifying(Plans.Tcp()));
        var flat = Plans.Of(Plans.Command("a"), Plans.Command("b"));

        var differences = PlanDifference.Between(grouped, flat);

        Assert.Equal(["the verify gate 'tcp host:389' of step 'g' is gone"], differences.Where(one => one.Effect == DifferenceEffect.Weakens).Select(one => one.Text));
        Assert.Equal(2, differences.Count(one => one.Kind == DifferenceKind.GroupingChanged));
    }

    [Fact]
    public void A_renamed_step_is_the_same_step_and_so_are_its_mentions()
    {
        var said = new CommandAction(new CommandLine([TextTemplate.Literal("say"), TextTemplate.Parse("${steps.web.outcome}")], ImmutableSortedDictionary<string, ValueSource>.Empty, null, [0]));
        var before = Plans.Of(
            Plans.Parallel("apps", null, Plans.Failover("app"), Plans.Failover("web").Needing("app")),
            Plans.Failover("mail").With(step => step with { Action = (FailoverAction)step.Action with { RestorePoint = new PointNotNewerThan([new StepId("web")]) } }),
            Plans.Command("tell").With(step => step with { Action = said })) with
        { Objectives = new Objectives(null, null, new StepId("web")) };
        var after = PlanJson.Read(System.Text.Encoding.UTF8.GetBytes(System.Text.Encoding.UTF8.GetString(PlanJson.Write(before))
            .Replace("\"id\":\"web\"", "\"id\":\"shop\"", StringComparison.Ordinal)
            .Replace("\"steps\":[\"web\"]", "\"steps\":[\"shop\"]", StringComparison.Ordinal)
            .Replace("\"until\":\"web\"", "\"until\":\"shop\"", StringComparison.Ordinal)
            .Replace("${steps.web.", "${steps.shop.", StringComparison.Ordinal)));

        Check(before, after, DifferenceKind.StepRenamed, DifferenceEffect.Neutral, "step 'web' is called 'shop' now");
        Assert.Equal(DifferenceKind.StepRenamed, Assert.Single(PlanDifference.Between(before, after)).Kind);
    }

    [Fact]
    public void The_steps_of_a_used_file_follow_the_step_that_uses_it()
    {
        var before = Plans.Of(Plans.Sequence("tier", Plans.Failover("tier/db").With(WithVApp("db")), Plans.Sequence("tier/g", Plans.Command("tier/x"))).With(Uses("tier.yaml")), Plans.Command("last"));
        var after = Plans.Of(Plans.Sequence("layer", Plans.Failover("layer/db").With(WithVApp("db")), Plans.Sequence("layer/g", Plans.Command("layer/x"))).With(Uses("tier.yaml")), Plans.Command("last"));

        Assert.Equal(["step 'tier' is called 'layer' now"], PlanDifference.Between(before, after).Select(one => one.Text));
    }

    [Fact]
    public void A_renamed_failover_is_found_in_another_group_too()
    {
        var before = Plans.Of(Plans.Failover("db"), Plans.Failover("old-app").With(WithVApp("app")));
        var after = Plans.Of(Plans.Failover("db"), Plans.Parallel("apps", null, Plans.Failover("new-app").With(WithVApp("app")), Plans.Command("x")));

        Assert.Equal(
            [DifferenceKind.StepAdded, DifferenceKind.StepRenamed, DifferenceKind.GroupingChanged, DifferenceKind.StepAdded],
            PlanDifference.Between(before, after).Select(one => one.Kind));
    }

    [Fact]
    public void A_step_that_leaves_the_main_list_weakens()
    {
        var after = Plans.Of([Plans.Failover("db").Verifying(Plans.Tcp()), Plans.Parallel("apps", 2, Plans.Failover("app"), Plans.Failover("web").Needing("app"))], [], [Plans.Command("fence")]);

        Check(Base, after, DifferenceKind.GroupingChanged, DifferenceEffect.Weakens, "step 'fence' stands or runs otherwise: list", "list steps", "list finally");
        Check(after, Base, DifferenceKind.GroupingChanged, DifferenceEffect.Neutral, "step 'fence' stands or runs otherwise: list", "list finally", "list steps");
    }

    [Fact]
    public void A_group_that_runs_more_at_a_time_is_told() =>
        Check(
            Base,
            Step(Base, "apps", step => step with { Action = new GroupAction(4, IsParallel: true, null) }),
            DifferenceKind.GroupingChanged,
            DifferenceEffect.Neutral,
            "step 'apps' stands or runs otherwise: way of running",
            "way of running parallel, at most 2 at a time",
            "way of running parallel, at most 4 at a time");

    [Fact]
    public void A_need_whose_tolerated_failure_no_longer_blocks_weakens()
    {
        Plan Of(params string[] needs) => Plans.Of(Plans.Parallel(
            "g", null, Plans.Command("a").OnFailing(OnFailure.Continue), Plans.Command("b").Needing("a").OnFailing(OnFailure.Continue), Plans.Command("c").Needing(needs)));
        var kept = Of("b") with { Steps = [.. Of("b").Steps.Select(step => step.Id.Value == "b" ? step with { Needs = [] } : step)] };

        Check(Of("a", "b"), Of("b"), DifferenceKind.NeedsChanged, DifferenceEffect.Neutral, "step 'c' no longer needs 'a'", "needs a, b", "needs b");
        Check(Of("b"), kept, DifferenceKind.NeedsChanged, DifferenceEffect.Weakens, "step 'b' no longer needs 'a'", "needs a", "needs nothing");
        Check(kept, Of("b"), DifferenceKind.NeedsChanged, DifferenceEffect.Strengthens, "step 'b' needs 'a' now", "needs nothing", "needs a");
    }

    [Fact]
    public void A_restore_point_is_compared_where_both_plans_have_one()
    {
        var stale = Step(Base, "db", step => step with { Point = step.Point! with { Uid = "older", CreatedAt = Plans.PlannedAt.AddHours(-3) } });

        Check(Base, stale, DifferenceKind.PointChanged, DifferenceEffect.Weakens, "step 'db' fails over to an older restore point", "2026-11-23T07:46:00.000Z, 14m old when planned", "2026-11-23T05:00:00.000Z, 3h old when planned");
        Check(stale, Base, DifferenceKind.PointChanged, DifferenceEffect.Strengthens, "step 'db' fails over to a newer restore point");
        Assert.Empty(PlanDifference.Between(Step(Base, "db", step => step with { Point = null }), stale));
    }

    [Theory]
    [InlineData(OnFailure.Halt, OnFailure.Continue, DifferenceEffect.Weakens)]
    [InlineData(OnFailure.Contain, OnFailure.Continue, DifferenceEffect.Weakens)]
    [InlineData(OnFailure.Continue, OnFailure.Contain, DifferenceEffect.Strengthens)]
    [InlineData(OnFailure.Halt, OnFailure.Contain, DifferenceEffect.Neutral)]
    public void A_failure_that_is_tolerated_now_weakens(OnFailure before, OnFailure after, DifferenceEffect effect) =>
        Check(Step(Base, "app", step => step with { OnFailure = before }), Step(Base, "app", step => step with { OnFailure = after }), DifferenceKind.OnFailureChanged, effect, "a failure of step 'app' does something else to the rest: onFailure");

    [Fact]
    public void Longer_limits_and_fewer_attempts_weaken()
    {
        var looser = Step(Base, "fence", step => step with { Timeout = TimeSpan.FromHours(1) });
        var keener = Step(Base, "fence", step => step with { Retry = new RetryPolicy(3, TimeSpan.FromSeconds(30), 1.5m), Repeatable = true });

        Check(Base, looser, DifferenceKind.AttemptsChanged, DifferenceEffect.Weakens, "step 'fence' is tried otherwise: timeout", "timeout 15m", "timeout 1h");
        Check(looser, Base, DifferenceKind.AttemptsChanged, DifferenceEffect.Neutral, "step 'fence' is tried otherwise: timeout");
        Check(Base, keener, DifferenceKind.AttemptsChanged, DifferenceEffect.Strengthens, "step 'fence' is tried otherwise: attempts, delay, backoff and repeatable", "attempts 1; delay 0s; backoff 1; repeatable false", "attempts 3; delay 30s; backoff 1.5; repeatable true");
        Check(keener, Base, DifferenceKind.AttemptsChanged, DifferenceEffect.Weakens, "step 'fence' is tried otherwise: attempts, delay, backoff and repeatable");
    }

    [Fact]
    public void Relaxed_objectives_weaken()
    {
        var strict = Step(Base, "app", step => step with { Rto = TimeSpan.FromHours(1), Rpo = TimeSpan.FromMinutes(15), Target = TimeSpan.FromMinutes(10) });

        Check(strict, Base, DifferenceKind.ObjectivesChanged, DifferenceEffect.Weakens, "step 'app' is measured against something else: rto, rpo and target", "rto 1h; rpo 15m; target 10m", "no rto; no rpo; no target");
        Check(Base, strict, DifferenceKind.ObjectivesChanged, DifferenceEffect.Strengthens, "step 'app' is measured against something else: rto, rpo and target");
    }

    [Fact]
    public void Relaxed_objectives_of_the_run_and_a_clock_that_stops_earlier_weaken()
    {
        Plan Of(int rto, int rpo, string? until) => Base with { Objectives = new Objectives(TimeSpan.FromMinutes(rto), TimeSpan.FromMinutes(rpo), until is null ? null : new StepId(until)) };

        Check(Of(30, 15, "web"), Of(45, 15, "web"), DifferenceKind.ObjectivesChanged, DifferenceEffect.Weakens, "the run is measured against something else: rto", "rto 30m", "rto 45m");
        Check(Of(30, 15, "web"), Of(30, 10, "web"), DifferenceKind.ObjectivesChanged, DifferenceEffect.Strengthens, "the run is measured against something else: rpo", "rpo 15m", "rpo 10m");
        Check(Of(30, 15, "web"), Of(30, 15, "app"), DifferenceKind.ObjectivesChanged, DifferenceEffect.Weakens, "the run is measured against something else: until", "until web", "until app");
        Check(Of(30, 15, "web"), Of(30, 15, null), DifferenceKind.ObjectivesChanged, DifferenceEffect.Strengthens, "the run is measured against something else: until", "until web", "until the last step");
    }

    [Theory]
    [InlineData("apps", "app", DifferenceEffect.Weakens)]
    [InlineData("app", "apps", DifferenceEffect.Strengthens)]
    [InlineData("app", "other", DifferenceEffect.Weakens)]
    [InlineData("other", "app", DifferenceEffect.Weakens)]
    [InlineData("gone", "fence", DifferenceEffect.Weakens)]
    [InlineData("fence", null, DifferenceEffect.Neutral)]
    [InlineData(null, "apps", DifferenceEffect.Weakens)]
    public void A_clock_that_stops_at_a_part_or_where_no_order_is_certain_weakens(string? was, string? now, DifferenceEffect effect)
    {
        var plan = Plans.Of(Plans.Command("first"), Plans.Parallel("apps", null, Plans.Command("app"), Plans.Command("other")), Plans.Command("fence"));
        Plan Until(string? step) => plan with { Objectives = new Objectives(null, null, step is null ? null : new StepId(step)) };

        Check(Until(was), Until(now), DifferenceKind.ObjectivesChanged, effect, "the run is measured against something else: until");
    }

    [Theory]
    [InlineData(true, DifferenceEffect.Strengthens)]
    [InlineData(false, DifferenceEffect.Neutral)]
    public void A_shorter_forecast_strengthens_only_where_the_same_step_stops_the_clock(bool isOneClock, DifferenceEffect effect)
    {
        Assert.Equal(effect, ForecastComparison.Between(Forecast(60), Forecast(30), isOneClock)!.Effect);
        Assert.Equal(DifferenceEffect.Weakens, ForecastComparison.Between(Forecast(30), Forecast(60), isOneClock)!.Effect);
    }

    [Fact]
    public void The_objectives_of_a_group_that_is_gone_are_told()
    {
        var grouped = Plans.Of(Plans.Sequence("g", Plans.Command("a"), Plans.Command("b")).With(step => step with { Rto = TimeSpan.FromHours(1), Rpo = TimeSpan.FromMinutes(15), Target = TimeSpan.FromMinutes(10) }));

        Check(grouped, Plans.Of(Plans.Command("a"), Plans.Command("b")), DifferenceKind.ObjectivesChanged, DifferenceEffect.Weakens, "group 'g' is no longer measured: rto, rpo and target", "rto 1h; rpo 15m; target 10m", "no rto; no rpo; no target");
    }

    [Fact]
    public void Fences_that_cover_less_weaken()
    {
        var all = Step(Base, "fence", step => step with { Fences = VAppScope.All });
        var one = Step(Base, "fence", step => step with { Fences = new VAppScope(["db"]) });

        Check(all, one, DifferenceKind.FencesChanged, DifferenceEffect.Weakens, "step 'fence' fences something else: fences", "fences all vApps", "fences db");
        Check(one, all, DifferenceKind.FencesChanged, DifferenceEffect.Strengthens, "step 'fence' fences something else: fences");
        Check(one, Base, DifferenceKind.FencesChanged, DifferenceEffect.Weakens, "step 'fence' fences something else: fences", "fences db", "no fences");
        Check(Base with { Unfenced = null }, Base, DifferenceKind.FencesChanged, DifferenceEffect.Weakens, "sources may stay alive for another reason: unfenced", "no unfenced", "unfenced a test");
    }

    [Fact]
    public void A_pin_that_is_gone_and_a_manager_that_may_be_away_weaken()
    {
        Plan Of(Func<PlannedManager, PlannedManager> change) => Base with { Managers = [change(Base.Managers[0] with { Thumbprint = "AB", MaxConcurrentFailovers = 5 })] };
        var before = Of(manager => manager);

        Check(before, Of(manager => manager with { Thumbprint = null }), DifferenceKind.ManagersChanged, DifferenceEffect.Weakens, "manager 'site-b' is reached or used otherwise: thumbprint", "thumbprint AB", "no thumbprint");
        Check(before, Of(manager => manager with { Thumbprint = "CD" }), DifferenceKind.ManagersChanged, DifferenceEffect.Neutral, "manager 'site-b' is reached or used otherwise: thumbprint");
        Check(before, Of(manager => manager with { Required = false }), DifferenceKind.ManagersChanged, DifferenceEffect.Weakens, "manager 'site-b' is reached or used otherwise: required", "required true", "required false");
        Check(before, Of(manager => manager with { ReconcileFor = TimeSpan.FromMinutes(5) }), DifferenceKind.ManagersChanged, DifferenceEffect.Weakens, "manager 'site-b' is reached or used otherwise: reconcileFor", "reconcileFor 20m", "reconcileFor 5m");
        Check(before, Of(manager => manager with { Url = new Uri("https://em2.example:9398"), MaxConcurrentFailovers = 9, UserName = SecretReference.Parse("env:EM_USER"), Password = SecretReference.Parse("env:EM_PASSWORD") }), DifferenceKind.ManagersChanged, DifferenceEffect.Neutral, "manager 'site-b' is reached or used otherwise: url, maxConcurrentFailovers, username and password");
        Check(Of(manager => manager with { Thumbprint = null, CaFile = "ca.pem" }), Of(manager => manager with { Thumbprint = null }), DifferenceKind.ManagersChanged, DifferenceEffect.Weakens, "manager 'site-b' is reached or used otherwise: caFile");
        Check(before, before with { Managers = [.. before.Managers, before.Managers[0] with { Name = new ManagerName("site-c") }] }, DifferenceKind.ManagersChanged, DifferenceEffect.Neutral, "manager 'site-c' is new", null, "https://em.example:9398/, pinned to AB, required, reconcileFor 20m");
    }

    [Fact]
    public void A_manager_of_another_name_is_held_against_what_it_was()
    {
        var before = Base with { Managers = [Base.Managers[0] with { Thumbprint = "AB" }] };
        Plan Renamed(Func<PlannedManager, PlannedManager> change) => before with
        {
            Managers = [change(before.Managers[0] with { Name = new ManagerName("dr") })],
            Steps = [.. before.Steps.Select(step => step.Action is FailoverAction failover ? step with { Action = failover with { EnterpriseManager = new ManagerName("dr") } } : step)],
        };

        Assert.All(PlanDifference.Between(before, Renamed(manager => manager)), one => Assert.Equal(DifferenceEffect.Neutral, one.Effect));
        Check(before, Renamed(manager => manager), DifferenceKind.ManagersChanged, DifferenceEffect.Neutral, "manager 'site-b' is called 'dr' now");
        Check(before, Renamed(manager => manager with { Thumbprint = null, Required = false }), DifferenceKind.ManagersChanged, DifferenceEffect.Weakens, "manager 'site-b' is called 'dr' now and is reached or used otherwise: thumbprint and required", "thumbprint AB; required true", "no thumbprint; required false");
        Check(before, Renamed(manager => manager with { Url = new Uri("http://em.example:9398") }), DifferenceKind.ManagersChanged, DifferenceEffect.Weakens, "manager 'site-b' is called 'dr' now and is reached or used otherwise: url");
        Check(before, Renamed(manager => manager with { Url = new Uri("https://em2.example:9398"), ReconcileFor = TimeSpan.FromMinutes(5) }), DifferenceKind.ManagersChanged, DifferenceEffect.Weakens, "manager 'site-b' is called 'dr' now and is reached or used otherwise: url and reconcileFor");
    }

    [Fact]
    public void A_failover_that_goes_over_to_a_manager_reached_less_strictly_weakens()
    {
        var strict = Base.Managers[0] with { Thumbprint = "AB" };
        var before = Base with { Managers = [strict] };
        Plan Over(PlannedManager manager) => Step(before, "db", step => step with { Action = (FailoverAction)step.Action with { EnterpriseManager = manager.Name } }) with { Managers = [strict, manager] };

        Check(before, Over(strict with { Name = new ManagerName("dr"), Url = new Uri("https://dr.example:9398") }), DifferenceKind.ActionChanged, DifferenceEffect.Neutral, "step 'db' acts otherwise: enterpriseManager");
        Check(before, Over(strict with { Name = new ManagerName("dr"), Thumbprint = null }), DifferenceKind.ActionChanged, DifferenceEffect.Weakens, "step 'db' acts otherwise: enterpriseManager");
    }

    [Fact]
    public void Somebody_who_may_answer_now_and_answers_without_signatures_weaken()
    {
        Plan Of(params string[] people) => Base with { Approvers = Base.Approvers.SetItem("ops-lead", [.. people]), AllowedSigners = "signers" };

        Check(Of("alice"), Of("alice", "mallory"), DifferenceKind.PeopleChanged, DifferenceEffect.Weakens, "role 'ops-lead' has other people", "people alice", "people alice, mallory");
        Check(Of("alice", "mallory"), Of("alice"), DifferenceKind.PeopleChanged, DifferenceEffect.Strengthens, "role 'ops-lead' has other people");
        Check(Of("alice", "bob"), Of("bob", "alice") with { AllowedSigners = null }, DifferenceKind.PeopleChanged, DifferenceEffect.Weakens, "answers no longer need a signature", "signers");
        Check(Of("alice"), Of("alice") with { Approvers = Of("alice").Approvers.Add("night", ["carol"]) }, DifferenceKind.PeopleChanged, DifferenceEffect.Neutral, "role 'night' is new", "no people", "people carol");
    }

    [Fact]
    public void A_waiver_that_is_new_weakens()
    {
        var waived = Base with { Waivers = [new PlannedWaiver("DR0412", new StepId("app"), "it has no port")] };

        Check(Base, waived, DifferenceKind.WaiversChanged, DifferenceEffect.Weakens, "DR0412 is waived on step 'app'", null, "it has no port");
        Check(waived, Base, DifferenceKind.WaiversChanged, DifferenceEffect.Strengthens, "DR0412 is no longer waived on step 'app'");
        Check(waived, waived with { Waivers = [waived.Waivers[0] with { Reason = "later" }] }, DifferenceKind.WaiversChanged, DifferenceEffect.Neutral, "DR0412 is waived for another reason on step 'app'");
    }

    [Fact]
    public void Terms_words_files_and_what_is_left_out_are_told_and_weigh_nothing()
    {
        var after = Base with
        {
            Mode = RunMode.Drill,
            Inputs = Base.Inputs.Add("ticket", "CHG1"),
            Environment = ["HOME"],
            Owner = "ops",
            Exercise = new Exercise("functional", null, [], [], [], []),
            Notify = [new Notification(TextTemplate.Literal("https://hook.example"), ImmutableSortedDictionary<string, ValueSource>.Empty, ["end"], null)],
            LeftOut = [new LeftOutStep(new StepId("undo"), null, "mode is drill")],
            Files = [new FileDigest("scripts/fence.sh", "aa")],
        };

        Check(Base, after, DifferenceKind.TermsChanged, DifferenceEffect.Neutral, "the plan is made for other terms: mode, input ticket and environment", "mode disaster; no input ticket; no environment", "mode drill; input ticket CHG1; environment HOME");
        Check(Base, after, DifferenceKind.WordsChanged, DifferenceEffect.Neutral, "people are told something else: owner, exercise and notify");
        Check(Base, after, DifferenceKind.LeftOutChanged, DifferenceEffect.Neutral, "other steps are left out, or for another reason: 'undo'", "no 'undo'", "'undo' only where mode is drill");
        Check(Base, after, DifferenceKind.FilesChanged, DifferenceEffect.Neutral, "file 'scripts/fence.sh' is used now", null, "sha256 aa");
        Check(after, after with { Files = [new FileDigest("scripts/fence.sh", "bb")] }, DifferenceKind.FilesChanged, DifferenceEffect.Neutral, "file 'scripts/fence.sh' has other content", "sha256 aa", "sha256 bb");
        Check(Base, Step(Base, "app", step => step with { Name = "The shop" }), DifferenceKind.WordsChanged, DifferenceEffect.Neutral, "step 'app' is described otherwise: name", "no name", "name The shop");
    }

    [Fact]
    public void Each_kind_has_a_code_of_its_own_and_warns_where_it_weakens()
    {
        var all = Enum.GetValues<DifferenceKind>().Select(kind => new PlanDifference(kind, DifferenceEffect.Neutral, null, "text")).ToList();

        Assert.Equal(all.Count, all.Select(one => one.Code).Distinct().Count());
        Assert.Equal(Core.Diagnostics.Severity.Warning, (all.Single(one => one.Kind == DifferenceKind.OrderChanged) with { Effect = DifferenceEffect.Weakens }).ToDiagnostic(default).Severity);
    }

    private static RunForecast Forecast(int minutes) => new()
    {
        Until = new StepId("fence"),
        Median = TimeSpan.FromMinutes(minutes),
        Percentile90 = TimeSpan.FromMinutes(minutes),
        WholeRun = TimeSpan.FromMinutes(minutes),
        Draws = 1,
        Coverage = new ForecastCoverage(0, 1, 0, 0),
        Path = [],
        Savings = [],
        Queues = [],
        StepObjectives = [],
        Steps = [],
    };

    internal static Plan Step(Plan plan, string id, Func<PlanStep, PlanStep> change) =>
        plan with { Steps = [.. plan.Steps.Select(step => step.Id.Value == id ? change(step) : step)] };

    internal static void Check(Plan before, Plan after, DifferenceKind kind, DifferenceEffect effect, string text, string? was = null, string? @is = null)
    {
        var difference = Assert.Single(PlanDifference.Between(before, after), one => one.Text == text);
        Assert.Equal((kind, effect), (difference.Kind, difference.Effect));
        if (was is not null || @is is not null)
        {
            Assert.Equal((was, @is), (difference.Before, difference.After));
        }
    }

    private static Plan Without(Plan plan, string id) => plan with { Steps = [.. plan.Steps.Where(step => step.Id.Value != id)] };

    private static Func<PlanStep, PlanStep> WithVApp(string vApp) => step => step with { Action = (FailoverAction)step.Action with { VApp = vApp }, Point = null };

    private static Func<PlanStep, PlanStep> Uses(string file) => step => step with { Action = (GroupAction)step.Action with { UsedFile = file } };

    /// <summary>The kinds in order; what is added one way is gone the other, and a gate that is looser may be tighter.</summary>
    private static IEnumerable<DifferenceKind> Kinds(IEnumerable<PlanDifference> differences, bool turned) => differences.Select(one => (one.Kind, turned) switch
    {
        (DifferenceKind.StepAdded, true) => DifferenceKind.StepRemoved,
        (DifferenceKind.StepRemoved, true) => DifferenceKind.StepAdded,
        (DifferenceKind.GateAdded, true) => DifferenceKind.GateRemoved,
        (DifferenceKind.GateRemoved, true) => DifferenceKind.GateAdded,
        (DifferenceKind.GateLoosened, _) => DifferenceKind.GateChanged,
        var (kind, _) => kind,
    }).Order();
}
