using System.Globalization;
using System.Text;
using CsCheck;

namespace DrRunbook.Yaml.Tests.Runbooks;

/// <summary>Size, and text that was damaged on its way.</summary>
public sealed class LargeRunbookTests : IDisposable
{
    private const string Head = "version: 1\nname: large\nenterpriseManagers: { site-b: { url: 'https://em.site-b.example:9398' } }\n";

    private readonly RunbookFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fifty_thousand_steps_are_read_and_one_more_is_refused()
    {
        Assert.Equal(49_999, Steps(_folder.Valid(Chain(49_999))));
        Assert.Equal("runbook.yaml: error DR0233: the runbook has more than 50000 steps, used files included", _folder.Findings(Chain(50_000)));
    }

    [Fact]
    public void Fifty_thousand_mistakes_are_told()
    {
        var yaml = new StringBuilder(Head).Append("steps:\n- id: core\n  parallel:\n    steps:\n");
        for (var i = 0; i < 40_000; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"    - {{ id: s{i}, failover: v, needs: [x{i}] }}\n");
        }

        _folder.Write("runbook.yaml", yaml.ToString());

        Assert.Equal(40_000, _folder.Load("runbook.yaml").Diagnostics.Length);
    }

    [Fact]
    public void No_damage_to_a_runbook_makes_the_loader_throw()
    {
        var whole = Encoding.UTF8.GetBytes(Example.Read("whole.yaml"));
        var change = Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 40], Gen.OneOf(Gen.Byte, Gen.Char["{}[]:-#&*!|>'\"%@`$, \n\t"].Select(sign => (byte)sign)).Array[0, 4]);
        change.Array[1, 3].Sample(
            changes =>
            {
                var damaged = changes.Aggregate(whole, (bytes, one) => Damage(bytes, one.Item1, one.Item2, one.Item3));
                using var folder = new RunbookFolder();
                File.WriteAllBytes(Path.Combine(folder.Path, "runbook.yaml"), damaged);
                var result = folder.Load("runbook.yaml", inputsRequired: false);
                var hasError = result.Diagnostics.Any(one => one.Severity == Core.Diagnostics.Severity.Error);
                return result.Runbook is null == hasError && result.Diagnostics.Distinct().Count() == result.Diagnostics.Length;
            },
            iter: 400,
            threads: 1);
    }

    private static byte[] Damage(byte[] bytes, int at, int removed, byte[] inserted)
    {
        var start = Math.Min(at, bytes.Length);
        return [.. bytes[..start], .. inserted, .. bytes[Math.Min(start + removed, bytes.Length)..]];
    }

    /// <summary>One parallel group in which each step needs the one before it.</summary>
    private static string Chain(int steps)
    {
        var yaml = new StringBuilder(Head).Append("steps:\n- id: core\n  parallel:\n    steps:\n    - { id: s1, failover: v }\n");
        for (var i = 2; i < steps; i++)
        {
            yaml.Append(CultureInfo.InvariantCulture, $"    - {{ id: s{i}, failover: v{i}, needs: [s{i - 1}] }}\n");
        }

        return yaml.Append("- { id: end, gate: { wait: 1s } }\n").ToString();
    }

    private static int Steps(Core.Runbooks.Runbook runbook) =>
        runbook.Steps.Length + ((Core.Runbooks.ParallelAction)runbook.Steps[0].Action).Steps.Length - 1;
}
