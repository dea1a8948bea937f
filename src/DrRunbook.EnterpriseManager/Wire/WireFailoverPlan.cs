namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>A failover plan. Neither its state nor the delays between its VMs are shown.</summary>
/// <param name="Vms">In the order of the body.</param>
internal sealed record WireFailoverPlan(string Uid, string Name, ImmutableArray<(string Name, int? Order)> Vms)
{
    public const string Type = "FailoverPlan";

    /// <summary>Every failover plan in a body, whole or as a reference without its VMs; one without an id is none.</summary>
    public static IEnumerable<WireFailoverPlan> AllIn(WireNode? body) =>
        body is null ? [] : body.Entities(Type).Concat(body.Entities(Type + "Reference")).Select(From).OfType<WireFailoverPlan>();

    private static WireFailoverPlan? From(WireNode node)
    {
        if (Wire.Uid.Of(Type, node.TextOf("UID")) is not { } uid)
        {
            return null;
        }

        var vms = node.Child("FailoverPlanInfo")?.Entities("FailoveredVm") ?? [];
        return new WireFailoverPlan(
            uid,
            node.TextOf("Name") ?? uid,
            [.. vms.Where(vm => (vm.TextOf("DisplayName") ?? vm.TextOf("Name")) is not null).Select(vm => ((vm.TextOf("DisplayName") ?? vm.TextOf("Name"))!, WireValue.Number(vm.TextOf("Order"))))]);
    }
}
