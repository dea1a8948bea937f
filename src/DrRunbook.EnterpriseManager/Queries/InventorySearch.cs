using DrRunbook.Core.Planning;
using DrRunbook.EnterpriseManager.Logons;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Queries;

/// <summary>Reads which vApps there are, with their restore points, and the failover plans. Reads only.</summary>
/// <remarks>vApps are known by their restore points alone: this API has no list of vApps. Each vApp's points are found as for a plan, by <see cref="PointSearch"/>.</remarks>
internal sealed class InventorySearch(PagedQuery query, AuthorisedReads reads, PointSearch points, Redactor redactor)
{
    /// <summary>Searches under way at once: a manager answers them from one database.</summary>
    private const int RequestsAtOnce = 4;

    public async Task<ManagerInventory> ReadAsync(CancellationToken cancellationToken)
    {
        var listed = await query.RunAsync(WirePoint.Type, filter: null, "sortDesc=CreationTime", cancellationToken);
        if (listed.Problem is { } problem)
        {
            return new ManagerInventory([], [], [], redactor.Clean(problem));
        }

        var entries = listed.Pages.SelectMany(WirePoint.AllIn).ToList();
        var vApps = new List<KnownVApp>();
        foreach (var some in entries.Select(entry => entry.VApp).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Chunk(RequestsAtOnce))
        {
            var found = await Task.WhenAll(some.Select(async name => (name, Points: await points.FindAsync(name, cancellationToken))));
            vApps.AddRange(found.Select(one => new KnownVApp(redactor.CleanName(one.name), one.Points.Points, one.Points.Problem)));
        }

        var (plans, plansProblem) = await ReadPlansAsync(cancellationToken);
        var used = entries.Select(entry => entry.Replica?.Uid).OfType<string>().ToHashSet(StringComparer.Ordinal);
        return new ManagerInventory([.. vApps.DistinctBy(vApp => vApp.Name)], plans, await ReadIdleReplicasAsync(used, cancellationToken), null) { PlansProblem = plansProblem };
    }

    /// <summary>The query tells which plans there are; what is in one, its own resource.</summary>
    private async Task<(ImmutableArray<KnownFailoverPlan> Plans, string? Problem)> ReadPlansAsync(CancellationToken cancellationToken)
    {
        var listed = await query.RunAsync(WireFailoverPlan.Type, filter: null, "sortAsc=Name", cancellationToken);
        if (listed.Problem is { } problem)
        {
            return ([], redactor.Clean(problem));
        }

        var plans = ImmutableArray.CreateBuilder<KnownFailoverPlan>();
        foreach (var plan in listed.Pages.SelectMany(WireFailoverPlan.AllIn).DistinctBy(plan => plan.Uid).OrderBy(plan => plan.Name, StringComparer.Ordinal).ThenBy(plan => plan.Uid, StringComparer.Ordinal))
        {
            var answer = await reads.SendAsync(ApiRequest.Get($"failoverPlans/{Uid.IdIn(plan.Uid)}?format=Entity"), cancellationToken);
            if (!answer.Answer.IsSuccess || WireFailoverPlan.AllIn(answer.Answer.Body).FirstOrDefault(one => one.Uid == plan.Uid) is not { } whole)
            {
                return ([], redactor.Clean($"failover plan '{plan.Name}': {answer.Answer.Problem ?? "its content was asked for and something else came"}"));
            }

            plans.Add(new KnownFailoverPlan(redactor.CleanName(whole.Name), [.. whole.Vms.Select(vm => new KnownPlanVm(redactor.CleanName(vm.Name), vm.Order))]));
        }

        return (plans.ToImmutable(), null);
    }

    /// <summary>Replicas of which no vApp has a point; where they cannot be read, none is named.</summary>
    private async Task<ImmutableArray<string>> ReadIdleReplicasAsync(HashSet<string> used, CancellationToken cancellationToken)
    {
        var listed = await query.RunAsync(Uid.Replica, filter: null, "sortAsc=Name", cancellationToken);
        return
        [
            .. listed.Pages.SelectMany(page => page.Entities(Uid.Replica))
                .Select(node => (Uid: Uid.Of(Uid.Replica, node.TextOf("UID")), Name: node.TextOf("Name")))
                .Where(replica => replica is { Uid: not null, Name: not null } && !used.Contains(replica.Uid))
                .Select(replica => redactor.CleanName(replica.Name!))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
    }
}
