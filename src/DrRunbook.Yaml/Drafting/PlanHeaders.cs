using System.Collections.Frozen;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Knows a column by its header: letter case, blanks, hyphens and brackets do not matter, and a unit may stand behind.</summary>
internal static class PlanHeaders
{
    private static readonly (PlanColumn Column, string Names)[] Known =
    [
        (PlanColumn.Tenant, "tenant customer client organisation organization org company"),
        (PlanColumn.Tier, "tier priority class serviceclass servicelevel sla criticality"),
        (PlanColumn.Rto, "rto recoverytime recoverytimeobjective"),
        (PlanColumn.Wave, "wave group phase stage batch bootgroup startgroup wavenumber waveno"),
        (PlanColumn.Order, "order no nr number id seq sequence position stepno stepnr stepnumber runorder startorder bootorder"),
        (PlanColumn.Step, "step steps task activity action what name title subject stepname taskname"),
        (PlanColumn.VApp, "vapp vapps vappname vm vms vmname virtualmachine virtualmachines machine machines machinename server servers servername host hostname system workload computer replica"),
        (PlanColumn.Role, "type vapptype kind function component"),
        (PlanColumn.DependsOn, "dependson depends dependency dependencies needs after predecessor predecessors requires prerequisite prerequisites waitsfor runsafter startafter"),
        (PlanColumn.Consistent, "consistentwith notnewerthan pointnotnewerthan restorepointnotnewerthan samepointas samedataas"),
        (PlanColumn.Check, "check checks verify verification validation validate test tests healthcheck health probe port ports address url endpoint"),
        (PlanColumn.Timeout, "timeout limit max maximum maxtime maxduration minutes mins min"),
        (PlanColumn.Target, "target duration estimate estimated estimatedtime estimatedduration expected expectedtime planned plannedtime time"),
        (PlanColumn.Owner, "owner role ownerrole responsible responsibility team contact who assignedto"),
        (PlanColumn.Notes, "notes note comment comments remark remarks description details instruction instructions"),
    ];

    private static readonly (string Name, char Unit)[] Units =
        [("minutes", 'm'), ("mins", 'm'), ("min", 'm'), ("hours", 'h'), ("hour", 'h'), ("hrs", 'h'), ("seconds", 's'), ("secs", 's'), ("sec", 's')];

    private static readonly FrozenDictionary<string, PlanColumn> ByName = Known
        .SelectMany(known => known.Names.Split(' ').Select(name => KeyValuePair.Create(name, known.Column)))
        .ToFrozenDictionary();

    /// <summary>Every header, in its plain form, for suggestions and for the documentation.</summary>
    public static IEnumerable<(PlanColumn Column, string Name)> All => Known.SelectMany(known => known.Names.Split(' ').Select(name => (known.Column, name)));

    /// <summary>What a header means; null where it means nothing here.</summary>
    /// <returns>The unit is that of its bare numbers, or null where it names none.</returns>
    public static (PlanColumn Column, char? Unit)? Find(string header)
    {
        var plain = Plain(header);
        if (header.Trim() == "#")
        {
            return (PlanColumn.Order, null);
        }

        if (ByName.TryGetValue(plain, out var column))
        {
            return (column, Units.Any(unit => unit.Name == plain) ? 'm' : null);
        }

        foreach (var (name, unit) in Units)
        {
            if (plain.EndsWith(name, StringComparison.Ordinal) && ByName.TryGetValue(plain[..^name.Length], out column)
                && column is PlanColumn.Timeout or PlanColumn.Target or PlanColumn.Rto)
            {
                return (column, unit);
            }
        }

        return null;
    }

    /// <summary>A header as names are compared: letters and digits, in lower case.</summary>
    public static string Plain(string header) => string.Concat(header.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
