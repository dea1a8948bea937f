using DrRunbook.Core.Planning;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Drafts a runbook from what a manager shows.</summary>
public static class ManagerImport
{
    /// <summary>Drafts.</summary>
    /// <param name="maxAge">A newest point that is older is named in a comment.</param>
    /// <param name="managerNow">The manager's own time, UTC.</param>
    /// <param name="product">What the manager says it is, or null.</param>
    public static DraftResult Draft(ManagerInventory inventory, DraftOptions options, TimeSpan maxAge, DateTimeOffset managerNow, string? product)
    {
        var diagnostics = new DiagnosticBag();
        var draft = new ManagerDraft(inventory, options, maxAge, managerNow);
        var name = options.Manager.Name;
        var version = product is null ? "" : $", which calls itself {YamlText.Quoted(product)}";
        ImmutableArray<string> origin =
        [
            $"Drafted by 'drrun import manager' from {options.Manager.Url}{version}: {CsvImport.Count(inventory.VApps.Length, "vApp")}, {CsvImport.Count(inventory.Plans.Length, "failover plan")}.",
            "Nobody has reviewed it.",
        ];
        var text = DraftDocument.Write(new StepIds([]).Of(name, "manager"), origin, draft.Todos, draft.Steps, options, options.Manager.Url ?? name, diagnostics);
        return new DraftResult(text, diagnostics.InOrder(name), inventory.VApps.Length, text is null ? 0 : CsvImport.Todos(text));
    }
}
