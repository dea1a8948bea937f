using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
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

        foreach (var finding in GatesThatCannotPass(input, path, people.Except(invalid, StringComparer.Ordinal)))
        {
            yield return ReadinessLine.Found(About, finding);
        }

        if (invalid.Count < people.Count)
        {
            yield return ReadinessLine.Ok(About, $"{path} holds a valid key of {Readable.Count(people.Count - invalid.Count, "person", "people")} who may be asked");
        }
    }

    /// <summary>The gates that fewer can sign than have to.</summary>
    private static IEnumerable<Diagnostic> GatesThatCannotPass(ReadinessInput input, string path, IEnumerable<string> valid)
    {
        var able = valid.Order(StringComparer.Ordinal).ToImmutableArray();
        foreach (var step in input.Plan.Steps)
        {
            var own = step.Action is GateAction action ? [new PlanGate(new GateId(step.Id.Value), action.Gate)] : ImmutableArray<PlanGate>.Empty;
            foreach (var (id, gate) in step.Require.Concat(own).Concat(step.Verify))
            {
                // A confirmation of certain roles is one signature; one that anybody may give is not signed.
                var asked = gate switch
                {
                    ApprovalGate approval => approval,
                    ManualGate { From.IsEmpty: false } manual => new ApprovalGate([new Quorum(manual.From, 1)], All: true, Prompt: null, StarterMayApprove: true),
                    _ => null,
                };
                if (asked is not null && !Quorums.AreMet(asked, input.Plan.Approvers, able))
                {
                    var roles = asked.Lines.SelectMany(line => line.From).SelectMany(role => input.Plan.Approvers.GetValueOrDefault(role, [])).ToHashSet(StringComparer.Ordinal);
                    var finding = ReadinessDiagnostics.TooFewCanSign(input.Prepared.At(step.Id), step.Id.Value, id.Value, GateWords.Quorums(asked), [.. able.Where(roles.Contains)], path);
                    yield return ReadinessInput.Weigh(step, gate.Otherwise.Kind == OtherwiseKind.Warn ? finding with { Severity = Severity.Warning } : finding);
                }
            }
        }
    }
}
