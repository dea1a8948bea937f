using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>The variables and secret files that steps and <c>notify</c> name: whether they are there. No value is kept or shown, and no file is read.</summary>
internal static class ValueReadiness
{
    private const string About = "values";

    public static IEnumerable<ReadinessLine> Of(ReadinessInput input)
    {
        var looked = new Dictionary<SecretReference, string?>();
        foreach (var step in input.Plan.Steps)
        {
            foreach (var (name, problem) in Missing(input, PlanSecrets.ReferencesIn(step), looked))
            {
                yield return ReadinessLine.Found(About, ReadinessInput.Weigh(step, PlanDiagnostics.ValueNotThere(input.Prepared.At(step.Id), $"step '{step.Id}'", name, problem)));
            }
        }

        // A message that is not delivered is a finding and stops no run.
        foreach (var (index, notification) in input.Plan.Notify.Index())
        {
            foreach (var (name, problem) in Missing(input, PlanSecrets.ReferencesIn(notification), looked))
            {
                var finding = PlanDiagnostics.ValueNotThere(input.Prepared.Whole, $"address {index + 1} of 'notify'", name, problem);
                yield return ReadinessLine.Found(About, finding with { Severity = Severity.Warning });
            }
        }

        var there = looked.Values.Count(problem => problem is null);
        if (there > 0)
        {
            yield return ReadinessLine.Ok(About, $"{Readable.Count(there, "variable or secret file is", "variables and secret files are")} there; whether what they hold is right shows in the run");
        }
    }

    private static IEnumerable<(string Name, string Problem)> Missing(ReadinessInput input, IEnumerable<SecretReference> references, Dictionary<SecretReference, string?> looked)
    {
        foreach (var reference in references.Distinct())
        {
            if (!looked.TryGetValue(reference, out var problem))
            {
                looked[reference] = problem = Problem(input, reference);
            }

            if (problem is not null)
            {
                yield return (Name(reference), problem);
            }
        }
    }

    private static string Name(SecretReference reference) => reference.Origin == SecretOrigin.Environment ? $"the environment variable '{reference.Name}'" : $"the file '{reference.Name}'";

    private static string? Problem(ReadinessInput input, SecretReference reference) => reference.Origin == SecretOrigin.Environment
        ? Variable(input.Invocation.Context.Environment(reference.Name))
        : SecretFile(Path.GetFullPath(reference.Name, input.Prepared.Root));

    private static string? Variable(string? value) =>
        value is null ? "is not set"
        : Redactor.IsLongEnough(value) ? null
        : $"has fewer than {Redactor.ShortestSecret} characters and cannot be kept out of the evidence";

    private static string? SecretFile(string path)
    {
        if (Directory.Exists(path))
        {
            return "is a folder";
        }

        try
        {
            using var file = RegularFile.OpenRead(path);
            return file is null ? "is no regular file"
                : file.Length < Redactor.ShortestSecret ? $"has fewer than {Redactor.ShortestSecret} characters and cannot be kept out of the evidence"
                : null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return "cannot be opened";
        }
    }
}
