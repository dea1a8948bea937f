using System.CommandLine;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Commands;

/// <summary><c>drrun schema [NAME]</c>.</summary>
internal sealed class SchemaCommand
{
    private const string Folder = "schemas/";
    private const string Suffix = ".schema.json";

    public static Command Create(CliContext context)
    {
        var name = new Argument<string?>("NAME") { HelpName = "NAME", Description = "Such as runbook or runbook.v1. Without one: the names.", Arity = ArgumentArity.ZeroOrOne };
        name.CompletionSources.Add(_ => Names());
        var command = new CliCommand(
            "schema",
            "Prints a JSON Schema, for editors and other programs.",
            "drrun schema runbook > runbook.v1.schema.json",
            "drrun schema");
        command.Add(name);
        command.Does(context, invocation => invocation.Value(name) is { } given ? Print(invocation, given) : List(invocation));
        return command;
    }

    private static int Print(Invocation invocation, string given)
    {
        // Without a version, the newest.
        var found = Names().Where(name => name == given || name.StartsWith($"{given}.v", StringComparison.Ordinal)).OrderByDescending(Version).FirstOrDefault();
        if (found is null)
        {
            return invocation.Refuse($"there is no schema '{given}'", DidYouMean.Help(given, Names()) ?? $"there are: {string.Join(", ", Names())}");
        }

        using var stream = typeof(SchemaCommand).Assembly.GetManifestResourceStream(Folder + found + Suffix)!;
        using var reader = new StreamReader(stream);
        invocation.Out.Write(reader.ReadToEnd());
        return ExitCodes.Good;
    }

    private static int List(Invocation invocation)
    {
        foreach (var name in Names())
        {
            if (invocation.IsJson)
            {
                JsonOutput.WriteLine(invocation.Out, new { name });
            }
            else
            {
                invocation.Out.WriteLine(name);
            }
        }

        return ExitCodes.Good;
    }

    private static List<string> Names() =>
    [
        .. typeof(SchemaCommand).Assembly.GetManifestResourceNames()
            .Where(resource => resource.StartsWith(Folder, StringComparison.Ordinal))
            .Select(resource => resource[Folder.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    private static int Version(string name) => int.TryParse(name[(name.LastIndexOf(".v", StringComparison.Ordinal) + 2)..], out var version) ? version : 0;
}
