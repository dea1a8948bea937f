using DrRunbook.Core.Runbooks;

namespace DrRunbook.Evidence.Rendering;

/// <summary>Who authorised what: every answer of a person to a gate.</summary>
/// <param name="What">The gate and what it asks for.</param>
/// <param name="Roles">The roles that could answer; none: anybody.</param>
internal sealed record Authorisation(GateId Gate, string What, ImmutableArray<string> Roles, GateAnswerReport Answer)
{
    /// <summary>Of a report, in the order of the answers.</summary>
    public static ImmutableArray<Authorisation> Of(RunReport report) =>
    [
        .. report.Steps
            .SelectMany(step => step.Gates)
            .SelectMany(gate => gate.Answers.Select(answer => new Authorisation(gate.Id, gate.Question.IsEmpty ? gate.What : gate.Question.Raw, gate.From, answer)))
            .OrderBy(authorisation => authorisation.Answer.When.Entry),
    ];
}
