using System.Text;
using System.Text.RegularExpressions;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>A runbook around drafted steps: one of its own, whose heading lists what only people know, or a frame that people wrote.</summary>
internal static partial class DraftDocument
{
    /// <summary>Ids that a draft uses itself or that a frame has already.</summary>
    public static IEnumerable<string> TakenIds(DraftOptions options) =>
        options.Frame is { } frame ? Ids(YamlDocument.Read(frame.File, Encoding.UTF8.GetBytes(frame.Text)).Root) : ["undo"];

    /// <summary>The text; null, with an error among the diagnostics, where there is none to be had.</summary>
    /// <param name="name">The runbook's name.</param>
    /// <param name="origin">Lines that say what the draft was made of.</param>
    /// <param name="todos">What is to be settled about the whole, besides what no draft can know.</param>
    public static string? Write(string name, ImmutableArray<string> origin, IEnumerable<string> todos, DraftList steps, DraftOptions options, string file, DiagnosticBag diagnostics)
    {
        var text = options.Frame is { } frame
            ? InFrame(frame, [.. origin, .. todos.Select(todo => $"TODO: {todo}")], steps, diagnostics)
            : Whole(name, origin, todos, steps, options.Manager);
        if (text is not null && Encoding.UTF8.GetByteCount(text) > YamlLimits.MaxBytes)
        {
            diagnostics.Add(ImportDiagnostics.Unreadable(SourceSpan.WholeFile(file), file, $"its draft would be larger than a runbook may be, {YamlLimits.MaxBytes / 1024 / 1024} MiB"));
        }

        return diagnostics.HasErrors ? null : text;
    }

    private static string Whole(string name, ImmutableArray<string> origin, IEnumerable<string> todos, DraftList steps, DraftManager manager)
    {
        ImmutableArray<string> heading =
        [
            "yaml-language-server: $schema=../schemas/runbook.v1.schema.json",
            "",
            .. origin,
            "Settle what a TODO asks for and delete it; 'drrun validate' names what is still missing.",
            "",
            .. todos.Concat(Unknown(manager, LastOfService(steps))).Select(todo => $"TODO: {todo}"),
        ];
        var root = new DraftMap(
        [
            new("version", DraftNode.Word("1")),
            new("name", DraftNode.Text(name)),
            new("enterpriseManagers", Managers(manager)) { IsApart = true },
            new("defaults", DraftNode.Inline(new DraftEntry("enterpriseManager", DraftNode.Text(manager.Name)))) { IsApart = true },
            new("steps", new DraftList(steps.Items.Add(Undo()))) { IsApart = true },
        ]);
        return DraftWriter.Write(heading, root);
    }

    /// <summary>What neither an old plan nor a manager tells.</summary>
    /// <param name="last">The step that ends the recovery, or null.</param>
    private static IEnumerable<string> Unknown(DraftManager manager, string? last)
    {
        if (manager.Url is null)
        {
            yield return "enter the manager's address, where its credentials come from, and how its certificate is known ('tls').";
        }

        yield return "name the 'owner', and say who agrees to the failover: 'approvers', and an approval as the first step.";
        yield return last is null
            ? "state the 'objectives' (rto, rpo) and an 'exercise' with its criteria."
            : $"state the 'objectives' (rto, rpo, and 'until: {last}', or the RTO clock runs until the undo) and an 'exercise' with its criteria.";
        yield return "a failover leaves the source running: add a step with 'fences' before the first failover, or say in 'unfenced' why none is needed.";
        yield return "prove the whole at the end, before 'undo': a gate on something that works only if all of it does.";
        yield return "say who is told when it fails: 'notify', or a step in 'afterFailure'.";
    }

    /// <summary>The id of the last step that fails something over or checks something, or of the group that it is in; null where there is none.</summary>
    private static string? LastOfService(DraftList steps) => steps.Items
        .Where(item => IsOfService(item.Value))
        .Select(item => ((DraftMap)item.Value).Entries.First(entry => entry.Key == "id").Value)
        .OfType<DraftWord>()
        .LastOrDefault()?.Content;

    private static bool IsOfService(DraftNode node) => node switch
    {
        DraftMap map => map.Entries.Any(entry => entry.Key switch
        {
            "failover" => true,
            "gate" => entry.Value is DraftMap gate && gate.Entries.Any(kind => kind.Key is not ("manual" or "wait" or "approval")),
            "parallel" or "sequence" or "steps" => IsOfService(entry.Value),
            _ => false,
        }),
        DraftList list => list.Items.Any(item => IsOfService(item.Value)),
        _ => false,
    };

    private static DraftMap Managers(DraftManager manager)
    {
        var entries = ImmutableArray.CreateBuilder<DraftEntry>();
        entries.Add(new DraftEntry("url", DraftNode.Text(manager.Url ?? "https://em.example:9398")));
        entries.Add(new DraftEntry("credentials", DraftNode.Inline(
            new DraftEntry("usernameFrom", DraftNode.Text(manager.UserFrom)), new DraftEntry("passwordFrom", DraftNode.Text(manager.PasswordFrom)))));
        foreach (var (key, value) in new[] { ("caFile", manager.CaFile), ("thumbprint", manager.Thumbprint) })
        {
            if (value is not null)
            {
                entries.Add(new DraftEntry("tls", DraftNode.Inline(new DraftEntry(key, DraftNode.Text(value)))));
            }
        }

        if (manager.MaxConcurrentFailovers != Core.Runbooks.RunbookDefaults.MaxConcurrentFailovers)
        {
            entries.Add(new DraftEntry("maxConcurrentFailovers", Number(manager.MaxConcurrentFailovers)));
        }

        return new DraftMap([new DraftEntry(manager.Name, new DraftMap(entries.ToImmutable()))]);
    }

    public static DraftNode Number(int number) => DraftNode.Word(number.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static DraftItem Undo() => new(new DraftMap(
    [
        new("id", DraftNode.Word("undo")),
        new("when", DraftNode.Word("drill")),
        new("gate", new DraftMap(
        [
            new("manual", DraftNode.Inline(
                new DraftEntry("instruction", DraftNode.Text("Undo the failover of every vApp in the backup console")),
                new DraftEntry("undoes", DraftNode.Word("all")),
                new DraftEntry("within", DraftNode.Word("8h")))),
        ])),
    ]))
    {
        IsApart = true,
        Comments = ["TODO: who undoes it? Name the role with 'from'."],
    };

    private static string? InFrame((string File, string Text) frame, ImmutableArray<string> heading, DraftList steps, DiagnosticBag diagnostics)
    {
        var found = MarkerLine().Matches(frame.Text);
        if (found.Count != 1)
        {
            var at = SourceSpan.WholeFile(frame.File);
            diagnostics.Add(ImportDiagnostics.NoPlaceInFrame(at, DraftOptions.Marker, found.Count));
            return null;
        }

        var marker = found[0];
        var drafted = DraftWriter.Write(heading, steps, marker.Groups[1].Length);
        return string.Concat(frame.Text.AsSpan(0, marker.Index), drafted, frame.Text.AsSpan(marker.Index + marker.Length));
    }

    private static IEnumerable<string> Ids(LocatedNode? root)
    {
        var open = new Stack<LocatedNode>();
        for (var node = root; node is not null; node = open.TryPop(out var next) ? next : null)
        {
            foreach (var item in (node as SequenceNode)?.Items ?? [])
            {
                open.Push(item);
            }

            foreach (var (key, value) in (node as MappingNode)?.Entries ?? [])
            {
                open.Push(value);
                if (key.Text == "id" && value is ScalarNode id)
                {
                    yield return id.Text;
                }
            }
        }
    }

    [GeneratedRegex("^( *)" + DraftOptions.Marker + @"[ \t]*(?:\r?\n|\z)", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex MarkerLine();
}
