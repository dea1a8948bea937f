using DrRunbook.Core.Runbooks;

namespace DrRunbook.Cli.Face;

/// <summary>How one VM of a failover stands that has not succeeded as a whole.</summary>
/// <param name="State">Of its own restore session; null: not reported by the manager, which is no success.</param>
/// <param name="Result">Of that session.</param>
/// <param name="Message">What that session says of its end; null where it says nothing.</param>
internal sealed record VmStatus(StepId Step, OutsideText Vm, string? State, string? Result, OutsideText? Message)
{
    /// <summary>The VMs of a step whose sessions the manager has shown; none of a step that ended well, and of one for which there is one session for all.</summary>
    public static ImmutableArray<VmStatus> Of(StepProgress step)
    {
        if (step.Unlocks || step.Failover is null)
        {
            return [];
        }

        var vms = VmStanding.Of(step);
        return vms.All(vm => vm.Session is null)
            ? []
            : [.. vms.Select(vm => new VmStatus(step.Step.Id, vm.Vm, vm.Session?.State, vm.Session?.Result, vm.Session is { Message.IsEmpty: false } told ? told.Message : null))];
    }
}
