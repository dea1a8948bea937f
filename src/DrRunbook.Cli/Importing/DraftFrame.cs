using System.Text;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Importing;

/// <summary>A runbook by people that a draft puts its steps into.</summary>
/// <param name="File">As the operator gave it.</param>
internal sealed record DraftFrame(string File, string Text)
{
    /// <summary>Reads it; null where it is no YAML, which has then been said.</summary>
    public static DraftFrame? Read(Invocation invocation, string file)
    {
        var document = YamlDocument.Read(invocation.Context.PathOf(file), file);
        Composition.PreparedRunbook.Say(invocation, document.Diagnostics);
        return document.Root is null ? null : new DraftFrame(file, System.IO.File.ReadAllText(invocation.Context.PathOf(file), Encoding.UTF8));
    }
}
