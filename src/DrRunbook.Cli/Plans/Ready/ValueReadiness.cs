using DrRunbook.Cli.Composition;
using DrRunbook.Cli.Face;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Cli.Plans.Ready;

/// <summary>The variables and secret files that steps name: whether they are there. No value is kept or shown, and no file is read.</summary>
internal static class ValueReadiness
{
    private const string About = "values";

    public static IEnumerable<ReadinessLine> Of(ReadinessInput input)
    {
        var there = 0;
        var looked = new Dictionary<SecretReference, string?>();
        foreach (var step in input.Plan.Steps)
        {
            foreach (var reference in PlanSecrets.ReferencesIn(step).Distinct())
            {
                if (!looked.TryGetValue(reference, out var problem))
                {
                    looked[reference] = problem = Problem(input, reference);
                    there += problem is null ? 1 : 0;
                }

                if (problem is not null)
                {
                    yield return ReadinessLine.Found(About, ReadinessInput.Weigh(step, PlanDiagnostics.ValueNotThere(input.Prepared.At(step.Id), step.Id.Value, Name(reference), problem)));
                }
            }
        }

        if (there > 0)
        {
            yield return ReadinessLine.Ok(About, $"{Readable.Count(there, "variable or secret file is", "variables and secret files are")} there; whether what they hold is right shows in the run");
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
