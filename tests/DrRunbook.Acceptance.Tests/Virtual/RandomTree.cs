using System.Text;
using CsCheck;
using DrRunbook.Acceptance.Tests.Driving;

namespace DrRunbook.Acceptance.Tests.Virtual;

/// <summary>A runbook of random shape, and a manager whose failovers end in random ways.</summary>
/// <param name="Steps">The list of steps, in YAML.</param>
/// <param name="VApps">The manager's vApps, in YAML.</param>
internal sealed record RandomTree(string Steps, string VApps)
{
    private static readonly ImmutableArray<string> Ends =
    [
        "[{ sessionDuration: 20s }]",
        "[{ sessionDuration: 2m, taskFinishedAfter: 90s }]",
        "[{ session: failed, sessionDuration: 40s }, { sessionDuration: 30s }]",
        "[{ task: failed }, { sessionDuration: 30s }]",
        "[{ session: warning, sessionDuration: 35s }]",
        "[{ session: failed, sessionDuration: 15s }]",
    ];

    private static readonly ImmutableArray<string> Others =
    [
        "gate: { wait: 20s }",
        "gate: { tcp: 'app.example:443' }",
        "gate: { manual: { instruction: Say when, within: 8h } }",
        "repeatable: true, command: { run: [tidy] }",
        "command: { run: [point-record] }",
    ];

    /// <summary>Of up to nine leaves.</summary>
    public static Gen<RandomTree> Any { get; } = Gen.Select(Gen.Int[2, 9], Gen.Int[0, int.MaxValue]).Select((leaves, seed) => Of(leaves, new Random(seed)));

    /// <inheritdoc />
    public override string ToString() => $"{Steps}{VApps}";

    private static RandomTree Of(int leaves, Random random)
    {
        var (steps, vApps, number) = (new StringBuilder("steps:\n"), new StringBuilder(), 0);
        foreach (var child in Children(leaves))
        {
            child.Write(steps, "  ");
        }

        return new RandomTree(steps.ToString(), vApps.ToString());

        List<StepTree> Children(int count)
        {
            var children = new List<StepTree>();
            while (count > 0)
            {
                var size = count == 1 || random.Next(3) > 0 ? 1 : random.Next(2, count + 1);
                children.Add(size == 1 ? NewLeaf() : NewGroup(size));
                count -= size;
            }

            return children;
        }

        Group NewGroup(int size)
        {
            var id = $"g{++number}";
            var parallel = random.Next(3) > 0;
            var children = Children(size);
            var most = parallel && random.Next(2) == 0 ? random.Next(1, 3) : (int?)null;
            return new Group(id, parallel, most, [.. children.Select((child, index) => parallel && index > 0 && random.Next(3) == 0 ? child with { Needs = [children[random.Next(index)].Id] } : child)])
            {
                OnFailure = random.Next(4) == 0 ? "contain" : null,
            };
        }

        Leaf NewLeaf()
        {
            var id = $"s{++number}";
            var onFailure = random.Next(4) switch { 0 => "continue", 1 => "contain", _ => null };
            if (random.Next(3) == 0)
            {
                return new Leaf(id, Others[random.Next(Others.Length)]) { OnFailure = onFailure };
            }

            vApps.Append($"      - {{ name: {id}, failovers: {Ends[random.Next(Ends.Length)]} }}\n");
            var retry = random.Next(2) == 0 ? ", retry: { attempts: 2, delay: 30s }" : "";
            var verify = random.Next(3) == 0 ? ", verify: [{ tcp: 'app.example:443' }]" : "";
            return new Leaf(id, $"failover: {id}{retry}{verify}") { OnFailure = onFailure };
        }
    }
}
