using DrRunbook.Core.Planning;
using DrRunbook.EnterpriseManager.Wire;
using DrRunbook.Engine.Ports;

namespace DrRunbook.EnterpriseManager.Queries;

/// <summary>Puts restore points together from what the manager lists piece by piece.</summary>
internal static class PointAssembly
{
    /// <summary>One entry for each point, with the VM links of all its entries: a point is listed once for each VM of its vApp.</summary>
    public static ImmutableArray<WirePoint> Merge(IEnumerable<WirePoint> entries) =>
    [
        .. entries.GroupBy(entry => entry.Uid).Select(same => same.First() with
        {
            VmPoints = [.. same.SelectMany(entry => entry.VmPoints).DistinctBy(vm => vm.Uid)],
            CanFailOver = same.All(entry => entry.CanFailOver),
        }),
    ];

    /// <summary>The points, newest first.</summary>
    /// <remarks>
    /// The data of a vApp's point is as old as its oldest VM point. Where that of a VM is not known, neither is the point's age, so the point
    /// is not offered; where none is left, that is the problem.
    /// </remarks>
    public static PointsOutcome Build(ImmutableArray<WirePoint> points, IReadOnlyDictionary<string, WireVmPoint> vmPoints)
    {
        var whole = points.Where(point => point.VmPoints.All(vm => vmPoints.GetValueOrDefault(vm.Uid)?.CreatedAt is not null)).ToImmutableArray();
        if (whole.IsEmpty)
        {
            return new PointsOutcome([], $"none of the {points.Length} restore points can be dated: the manager does not list the points of their VMs");
        }

        return new PointsOutcome([.. whole.Select(point => Build(point, vmPoints)).OrderByDescending(point => point.CreatedAt).ThenBy(point => point.Uid, StringComparer.Ordinal)], null);
    }

    private static RestorePoint Build(WirePoint point, IReadOnlyDictionary<string, WireVmPoint> vmPoints) => new(
        point.Uid,
        point.Name,
        point.VApp!,
        point.Replica!.Uid,
        point.Replica.Name,
        point.BackupServer!.Uid,
        point.BackupServer.Name,
        point.CreatedAt!.Value,
        [.. point.VmPoints.Select(vm => Build(vmPoints[vm.Uid])).OrderBy(vm => vm.Vm, StringComparer.Ordinal)],
        point.CanFailOver);

    private static VmPoint Build(WireVmPoint vm) => new(vm.Uid, vm.Vm, vm.CreatedAt!.Value);
}
