using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Planning;

public sealed class PinnedPointsTests
{
    private static readonly DateTimeOffset Later = Plans.PlannedAt.AddHours(3);
    private static readonly Plan Plan = Plans.Of([Plans.Failover("db"), Plans.Failover("app")], [], []);
    private static readonly RestorePoint Db = Plan.Steps[0].Point! with { VmPoints = [new VmPoint("vm-point", "db-1", Plans.PlannedAt.AddMinutes(-16))] };

    [Fact]
    public void A_point_is_found_again_by_its_UID_and_taken_as_it_is_listed_now()
    {
        var (found, newer) = Find(Pinned(), Db with { BackupServerName = "renamed" });

        Assert.Equal("renamed", found.Plan!.Steps[0].Point!.BackupServerName);
        Assert.Empty(found.Diagnostics);
        Assert.Empty(newer);
    }

    [Fact]
    public void A_point_under_another_UID_is_found_by_replica_backup_server_and_times()
    {
        var (found, _) = Find(Pinned(), Db with { Uid = "made anew", VmPoints = [Db.VmPoints[0] with { Uid = "anew too" }] });

        Assert.Equal("made anew", found.Plan!.Steps[0].Point!.Uid);
    }

    [Theory]
    [InlineData("replica")]
    [InlineData("server")]
    [InlineData("created")]
    [InlineData("vm")]
    public void A_point_that_differs_in_one_of_these_is_another_and_the_pinned_one_is_gone(string what)
    {
        var other = Db with { Uid = "other" };
        other = what switch
        {
            "replica" => other with { ReplicaUid = "other" },
            "server" => other with { BackupServerUid = "other" },
            "created" => other with { CreatedAt = other.CreatedAt.AddSeconds(-1) },
            _ => other with { VmPoints = [Db.VmPoints[0] with { CreatedAt = Db.CreatedAt }] },
        };

        var (found, _) = Find(Pinned(), other);

        Assert.Null(found.Plan);
        Assert.Equal("DR0474", Assert.Single(found.Diagnostics).Code);
    }

    [Fact]
    public void A_point_that_has_grown_too_old_since_is_refused()
    {
        var plan = Pinned(new PointWithMaxAge(TimeSpan.FromHours(1)));

        Assert.NotNull(Find(plan, now: Plans.PlannedAt, Db).Found.Plan);
        Assert.Equal("DR0406", Assert.Single(Find(plan, Db).Found.Diagnostics).Code);
    }

    [Fact]
    public void A_point_that_can_no_longer_be_failed_over_to_is_refused() =>
        Assert.Equal("DR0408", Assert.Single(Find(Pinned(), Db with { CanFailOver = false }).Found.Diagnostics).Code);

    [Fact]
    public void A_newer_point_is_a_finding_and_the_pinned_one_stays()
    {
        var (found, newer) = Find(Pinned(), Db, Newer(hours: 1), Newer(hours: 2));

        Assert.Equal(Db.Uid, found.Plan!.Steps[0].Point!.Uid);
        Assert.Equal((new StepId("db"), true), (Assert.Single(newer).Step, newer[0].Text.Contains("T09:46:00", StringComparison.Ordinal)));
        Assert.Equal(("DR0475", Severity.Warning), (Assert.Single(found.Diagnostics).Code, found.Diagnostics[0].Severity));
    }

    [Fact]
    public void A_newer_point_of_another_replica_is_none() =>
        Assert.Empty(Find(Pinned(), Db, Newer(hours: 1) with { ReplicaUid = "nightly" }).Newer);

    [Fact]
    public void A_selector_that_names_one_point_has_no_newer_one() =>
        Assert.Empty(Find(Pinned(new PointById(Db.Uid)), Db, Newer(hours: 1)).Newer);

    [Fact]
    public void A_point_kept_not_newer_than_another_is_compared_with_what_that_allows()
    {
        var plan = Pinned(new PointNotNewerThan([new StepId("app")]));

        Assert.Empty(Find(plan, Db, Newer(hours: 1)).Newer);
        Assert.Single(Find(plan, Db, Db with { Uid = "between", CreatedAt = Db.CreatedAt.AddSeconds(30), VmPoints = [] }, Newer(hours: 1)).Newer);
    }

    [Fact]
    public void A_manager_that_may_be_away_leaves_its_points_as_they_were_frozen()
    {
        var plan = Pinned();
        var known = plan.Steps.ToDictionary(step => (Plans.SiteB, step.Id.Value), _ => new KnownPoints([], Problem: null, IsAway: true));

        var (found, _) = new PinnedPoints(plan, known, At, Later, Later, Offsets).Find();

        Assert.Equal(Db, found.Plan!.Steps[0].Point);
    }

    private static Plan Pinned(RestorePointSelector? selector = null) => Plan with
    {
        Points = FrozenPoints.Pinned,
        Steps =
        [
            Plan.Steps[0] with { Point = Db, Action = (FailoverAction)Plan.Steps[0].Action with { RestorePoint = selector ?? new LatestPoint() } },
            Plan.Steps[1] with { Point = Plan.Steps[1].Point! with { CreatedAt = Db.CreatedAt.AddMinutes(1) } },
        ],
    };

    private static RestorePoint Newer(int hours) => Db with { Uid = $"newer-{hours}", CreatedAt = Db.CreatedAt.AddHours(hours), VmPoints = [] };

    private static (CompiledPlan Found, ImmutableArray<NewerPoint> Newer) Find(Plan plan, params ImmutableArray<RestorePoint> db) => Find(plan, Later, db);

    private static (CompiledPlan Found, ImmutableArray<NewerPoint> Newer) Find(Plan plan, DateTimeOffset now, params ImmutableArray<RestorePoint> db)
    {
        var known = new Dictionary<(ManagerName, string), KnownPoints>
        {
            [(Plans.SiteB, "db")] = new(db, Problem: null, IsAway: false),
            [(Plans.SiteB, "app")] = new([plan.Steps[1].Point!], Problem: null, IsAway: false),
        };
        return new PinnedPoints(plan, known, At, now, now, Offsets).Find();
    }

    private static Dictionary<ManagerName, TimeSpan> Offsets { get; } = [];

    private static SourceSpan At(StepId step) => SourceSpan.WholeFile("plan.json");
}
