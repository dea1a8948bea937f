namespace DrRunbook.Evidence.Rendering;

/// <summary>The VMs of a failover that are told one by one.</summary>
internal static class VmRows
{
    /// <summary>
    /// All of them where the manager reported some singly and not all of those ended with success; else those that it did not report.
    /// None where it reported nothing at all.
    /// </summary>
    public static IEnumerable<VmReport> Of(StepReport step)
    {
        if (step.Failover is not { } failover || step.Attempts.All(attempt => attempt.Sessions.IsEmpty))
        {
            return [];
        }

        var fareDifferently = failover.Vms.Length > 1 && failover.Vms.Any(vm => vm.Result is not null) && failover.Vms.Any(vm => vm.Result is not "Success");
        return fareDifferently ? failover.Vms : failover.Vms.Where(vm => vm.Result is null);
    }

    /// <summary>What the manager said of it.</summary>
    public static string Said(VmReport vm) => vm.Result is null ? "not reported by the manager" : $"{vm.State}, {vm.Result}";
}
