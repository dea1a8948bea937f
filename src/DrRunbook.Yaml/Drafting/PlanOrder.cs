using DrRunbook.Core.Planning;

namespace DrRunbook.Yaml.Drafting;

/// <summary>The vApps of a failover plan in the order in which the plan starts their VMs.</summary>
/// <param name="Buckets">vApps that start together, first to last.</param>
/// <param name="Notes">What to look at, by vApp.</param>
/// <param name="Todos">What is to be settled about the plan as a whole.</param>
internal sealed record PlanOrder(
    KnownFailoverPlan Plan, ImmutableArray<ImmutableArray<string>> Buckets, ILookup<string, string> Notes, ImmutableArray<string> Todos)
{
    /// <summary>Finds the vApps of a plan's VMs by the VMs in the vApps' points: a plan knows no vApps.</summary>
    /// <param name="vAppsOf">The vApps that a VM of this name belongs to.</param>
    /// <param name="taken">vApps of plans before this one; gains those of this one.</param>
    public static PlanOrder Of(KnownFailoverPlan plan, ILookup<string, string> vAppsOf, HashSet<string> taken)
    {
        var todos = ImmutableArray.CreateBuilder<string>();
        var orders = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var vm in plan.Vms)
        {
            string[] vApps = [.. vAppsOf[vm.Name].Distinct(StringComparer.Ordinal)];
            if (vApps is not [var vApp])
            {
                todos.Add($"TODO: VM {YamlText.Quoted(vm.Name)} of this plan is in {(vApps.Length == 0 ? "no vApp that has a restore point" : "several vApps")}. Which step stands for it?");
            }
            else if (taken.Contains(vApp))
            {
                todos.Add($"TODO: VM {YamlText.Quoted(vm.Name)} of this plan is in vApp {YamlText.Quoted(vApp)}, which a plan above has already. Where does it belong?");
            }
            else
            {
                if (vm.Order is null)
                {
                    todos.Add($"TODO: the manager does not tell the order of VM {YamlText.Quoted(vm.Name)} in this plan; it stands last.");
                }

                orders.TryAdd(vApp, []);
                orders[vApp].Add(vm.Order ?? int.MaxValue);
            }
        }

        taken.UnionWith(orders.Keys);
        var buckets = orders.OrderBy(vApp => vApp.Value.Min()).ThenBy(vApp => vApp.Key, StringComparer.Ordinal)
            .GroupBy(vApp => vApp.Value.Min(), vApp => vApp.Key)
            .Select(bucket => bucket.ToImmutableArray());
        var notes = orders.Where(vApp => orders.Any(other => other.Key != vApp.Key && other.Value.Any(order => order > vApp.Value.Min() && order < vApp.Value.Max())))
            .ToLookup(vApp => vApp.Key, _ => "TODO: the plan starts its VMs with those of other vApps between them; a vApp fails over as a whole. Is its place right?", StringComparer.Ordinal);
        return new PlanOrder(plan, [.. buckets], notes, todos.ToImmutable());
    }
}
