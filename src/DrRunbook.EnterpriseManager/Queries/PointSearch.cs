using DrRunbook.EnterpriseManager.Logons;
using DrRunbook.EnterpriseManager.Transport;
using DrRunbook.EnterpriseManager.Wire;
using DrRunbook.Engine.Ports;

namespace DrRunbook.EnterpriseManager.Queries;

/// <summary>Finds the restore points of a vApp and the points of its VMs.</summary>
internal sealed class PointSearch(PagedQuery query, AuthorisedReads reads, Redactor redactor)
{
    /// <summary>How many VM points that the query did not list are asked for one by one.</summary>
    private const int MaxSingleReads = 50;

    private const string NewestFirst = "sortDesc=CreationTime";

    public async Task<PointsOutcome> FindAsync(string vApp, CancellationToken cancellationToken) => Cleaned(await ReadAsync(vApp, cancellationToken));

    /// <summary>Whatever a manager writes into a name, no secret of ours gets into a plan by it.</summary>
    private PointsOutcome Cleaned(PointsOutcome outcome) => new(
        [
            .. outcome.Points.Select(point => point with
            {
                Name = redactor.CleanName(point.Name),
                ReplicaName = point.ReplicaName is { } replica ? redactor.CleanName(replica) : null,
                BackupServerName = point.BackupServerName is { } server ? redactor.CleanName(server) : null,
                VmPoints = [.. point.VmPoints.Select(vm => vm with { Vm = redactor.CleanName(vm.Vm) })],
            }),
        ],
        outcome.Problem is { } problem ? redactor.Clean(problem) : null);

    private async Task<PointsOutcome> ReadAsync(string vApp, CancellationToken cancellationToken)
    {
        var found = await query.RunAsync(WirePoint.Type, QueryFilter.Equal("VAppName", vApp), NewestFirst, cancellationToken);
        if (found.Problem is not null)
        {
            return new PointsOutcome([], found.Problem);
        }

        // Once more on this side: a filter that a server does not understand may be ignored instead of refused.
        var listed = found.Pages.SelectMany(WirePoint.AllIn).ToImmutableArray();
        var points = PointAssembly.Merge(listed.Where(point => point.VApp == vApp));
        if (points.IsEmpty)
        {
            return new PointsOutcome([], OtherSpelling(listed, vApp));
        }

        if (points.FirstOrDefault(point => point.CreatedAt is null || point.Replica is null || point.BackupServer is null) is { } incomplete)
        {
            return new PointsOutcome([], $"the restore point {incomplete.Name} ({incomplete.Uid}) does not tell its creation time, replica or backup server");
        }

        return await WithVmPointsAsync(points, cancellationToken);
    }

    private static string? OtherSpelling(ImmutableArray<WirePoint> listed, string vApp)
    {
        var other = listed.FirstOrDefault(point => string.Equals(point.VApp, vApp, StringComparison.OrdinalIgnoreCase));
        return other is null ? null : $"the manager writes this vApp's name '{other.VApp}', not '{vApp}'";
    }

    private async Task<PointsOutcome> WithVmPointsAsync(ImmutableArray<WirePoint> points, CancellationToken cancellationToken)
    {
        var vmPoints = new Dictionary<string, WireVmPoint>();
        foreach (var (replica, server) in points.Select(point => (point.Replica!, point.BackupServer!)).DistinctBy(owner => (owner.Item1.Uid, owner.Item2.Uid)))
        {
            var filter = QueryFilter.All(QueryFilter.Equal("ReplicaUid", replica.Uid), QueryFilter.Equal("BackupServerUid", server.Uid));
            var found = await query.RunAsync(Uid.VmReplicaPoint, filter, NewestFirst, cancellationToken);
            if (found.Problem is not null)
            {
                return new PointsOutcome([], found.Problem);
            }

            foreach (var vmPoint in found.Pages.SelectMany(WireVmPoint.AllIn))
            {
                vmPoints[vmPoint.Uid] = vmPoint;
            }
        }

        await ReadSinglyAsync(points.SelectMany(point => point.VmPoints).Select(vm => vm.Uid).Where(uid => !vmPoints.ContainsKey(uid)), vmPoints, cancellationToken);
        return PointAssembly.Build(points, vmPoints);
    }

    /// <summary>The manager's lists lag behind one another: a VM point that is linked and not listed may still be there.</summary>
    private async Task ReadSinglyAsync(IEnumerable<string> missing, Dictionary<string, WireVmPoint> vmPoints, CancellationToken cancellationToken)
    {
        foreach (var uid in missing.Distinct().Take(MaxSingleReads).ToList())
        {
            var answer = await reads.SendAsync(ApiRequest.Get($"vmReplicaPoints/{Uid.IdIn(uid)}?format=Entity"), cancellationToken);
            if (answer.Answer.IsSuccess && WireVmPoint.AllIn(answer.Answer.Body).FirstOrDefault(point => point.Uid == uid) is { } found)
            {
                vmPoints[uid] = found;
            }
        }
    }
}
