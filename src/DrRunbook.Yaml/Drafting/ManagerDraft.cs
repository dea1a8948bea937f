using DrRunbook.Core.Linting;
using DrRunbook.Core.Planning;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Drafts the steps of a manager's vApps: in the order of its failover plans where they tell one, else by what the vApps' names look like.</summary>
internal sealed class ManagerDraft
{
    private static readonly (VAppRole Role, string Id, string Guess)[] Layers =
    [
        (VAppRole.Infrastructure, "infrastructure", "network and storage first"),
        (VAppRole.Directory, "directory", "directory and name service before what logs on to them"),
        (VAppRole.Database, "databases", "databases before what uses them"),
        (VAppRole.Other, "applications", "these after databases and directory"),
        (VAppRole.Edge, "edge", "what lets users in last"),
    ];

    private readonly StepIds _ids;
    private readonly VAppSteps _steps;
    private readonly Dictionary<string, VAppLook> _looks;
    private readonly int _throttle;

    public ManagerDraft(ManagerInventory inventory, DraftOptions options, TimeSpan maxAge, DateTimeOffset managerNow)
    {
        _ids = new StepIds(DraftDocument.TakenIds(options));
        _throttle = options.Manager.MaxConcurrentFailovers;
        _looks = inventory.VApps.ToDictionary(vApp => vApp.Name, vApp => VAppLook.Of(vApp.Name, roleLabel: null), StringComparer.Ordinal);
        _steps = new VAppSteps(inventory, _looks, maxAge, managerNow, _ids);
        var vAppsOf = inventory.VApps.SelectMany(vApp => vApp.Points.SelectMany(point => point.VmPoints).Select(vm => (vm.Vm, vApp.Name))).ToLookup(pair => pair.Vm, pair => pair.Name, StringComparer.Ordinal);
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var plans = inventory.Plans.Select(plan => PlanOrder.Of(plan, vAppsOf, taken)).ToList();
        var free = inventory.VApps.Select(vApp => vApp.Name).Where(name => !taken.Contains(name)).ToList();

        var items = new List<DraftItem>();
        foreach (var layer in Layers)
        {
            var planned = plans.Where(plan => !plan.Buckets.IsEmpty && RoleOf(plan) == layer.Role).Select(Plan);
            var single = free.Where(name => _looks[name].Role == layer.Role).Select(name => _steps.Make(name));
            items.AddRange(Layer(layer.Id, $"TODO: a guess by their names: {layer.Guess}. Is that so?", [.. planned, .. single]));
        }

        Steps = DraftNode.List(items);
        Todos =
        [
            .. plans.Where(plan => plan.Buckets.IsEmpty).SelectMany(plan => plan.Todos.Select(todo => $"failover plan {YamlText.Quoted(plan.Plan.Name)}: {todo["TODO: ".Length..]}")),
            .. inventory.ReplicasWithoutPoints.Select(replica => $"the replica {YamlText.Quoted(replica)} has no restore point of a vApp; what it is for has no step here."),
            .. inventory.PlansProblem is { } problem ? [$"the failover plans could not be read: {YamlText.Quoted(problem)}"] : ImmutableArray<string>.Empty,
            .. inventory.Plans.IsEmpty ? [] : ImmutableArray.Create("the failover plans state an order and no reasons: their delays and scripts are not shown by the manager's API. Enter what each step waits for as 'verify'."),
        ];
    }

    /// <summary>The steps.</summary>
    public DraftList Steps { get; }

    /// <summary>What is to be settled about the whole.</summary>
    public ImmutableArray<string> Todos { get; }

    /// <summary>The layer of a plan: that of the vApp in it which comes first of all.</summary>
    private VAppRole RoleOf(PlanOrder plan) => Layers.First(layer => plan.Buckets.Any(bucket => bucket.Any(name => _looks[name].Role == layer.Role))).Role;

    private IEnumerable<DraftItem> Layer(string id, string guess, ImmutableArray<DraftItem> items) => items switch
    {
        [] => [],
        [var only] => [only with { IsApart = true, Comments = only.Comments.Insert(0, guess) }],
        _ => [new DraftItem(Parallel(_ids.Of(id, id), items)) { IsApart = true, Comments = [guess] }],
    };

    private DraftItem Plan(PlanOrder plan)
    {
        var id = _ids.Of(plan.Plan.Name, "plan");
        var steps = plan.Buckets.Select(bucket =>
        {
            ImmutableArray<DraftItem> items = [.. bucket.Select(name => _steps.Make(name, plan.Notes[name]))];
            return items is [var only] ? only : new DraftItem(Parallel(_ids.Of($"{id}-together", id), items));
        });
        return new DraftItem(new DraftMap(
        [
            new("id", DraftNode.Word(id)),
            new("name", DraftNode.Text($"Failover plan {plan.Plan.Name}")),
            new("sequence", new DraftMap([new("steps", DraftNode.List(steps))])),
        ]))
        {
            Comments = ["The order of a failover plan of the console.", .. plan.Todos],
        };
    }

    private DraftMap Parallel(string id, ImmutableArray<DraftItem> items)
    {
        var entries = ImmutableArray.CreateBuilder<DraftEntry>();
        if (items.Length > _throttle)
        {
            entries.Add(new DraftEntry("maxConcurrency", DraftDocument.Number(Math.Max(2, _throttle))));
        }

        entries.Add(new DraftEntry("steps", DraftNode.List(items)));
        return new DraftMap([new("id", DraftNode.Word(id)), new("parallel", new DraftMap(entries.ToImmutable()))]);
    }
}
