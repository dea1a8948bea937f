using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Signing;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>The people who are asked, and their keys. Keys that are missing altogether are an error of the runbook (DR0415).</summary>
internal static class PeopleReadiness
{
    private const string About = "people";

    public static IEnumerable<ReadinessLine> Of(ReadinessInput input)
    {
        var people = input.Plan.Approvers.Values.SelectMany(names => names).Distinct(StringComparer.Ordinal).ToList();
        if (people.Count == 0)
        {
            yield break;
        }

        if (input.Plan.AllowedSigners is not { } path)
        {
            yield return ReadinessLine.Ok(About, $"{Readable.Count(people.Count, "person", "people")} may be asked; their answers are not signed, for the runbook states no 'allowedSigners'");
            yield break;
        }

        var signers = AllowedSigners.Parse(File.ReadAllText(Path.GetFullPath(path, input.Prepared.Root)));
        var invalid = people.Where(person => !signers.Entries.Any(entry => entry.Names(person) && entry.Covers(SignedAnswer.Namespace) && entry.IsValid(input.Now))).ToList();
        foreach (var person in invalid)
        {
            yield return ReadinessLine.Found(About, PlanDiagnostics.KeyNotValid(input.Prepared.Whole, person, path));
        }

        if (invalid.Count < people.Count)
        {
            yield return ReadinessLine.Ok(About, $"{path} holds a valid key of {Readable.Count(people.Count - invalid.Count, "person", "people")} who may be asked");
        }
    }
}
