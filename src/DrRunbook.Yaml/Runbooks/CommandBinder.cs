using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>Reads what a <c>command</c> runs, as a step and as a gate.</summary>
internal static class CommandBinder
{
    public static CommandAction? BindAction(MappingReader command, FileScope scope)
    {
        var bound = Bind(command, scope);
        command.Done();
        return bound is null ? null : new CommandAction(bound);
    }

    /// <summary>Reads the keys that step and gate share.</summary>
    public static CommandLine? Bind(MappingReader command, FileScope scope)
    {
        var run = command.Require("run") is { } list ? BindRun(list, scope) : [];
        var env = Secrets.BindVariables(command.Take("env"), scope);
        var workingDirectory = command.Text("workingDirectory") is { } folder ? scope.Locate(folder)?.Relative : null;
        var exitCodes = command.Take("successExitCodes") is { } codes ? Numbers.Bind(codes, "'successExitCodes'", 0, 255, scope) : [0];
        return run.IsEmpty ? null : new CommandLine(run, env, workingDirectory, exitCodes);
    }

    private static ImmutableArray<TextTemplate> BindRun(LocatedNode node, FileScope scope)
    {
        var arguments = ImmutableArray.CreateBuilder<TextTemplate>();
        foreach (var item in scope.Values.Items(node, "'run'"))
        {
            if (scope.Template(item, "an item of 'run'", asWritten: true) is { } argument)
            {
                arguments.Add(arguments.Count == 0 ? Program(argument, scope) : argument.Template);
            }
        }

        return arguments.ToImmutable();
    }

    /// <summary>A program with a slash is a file of the runbook, from now on relative to the root; any other comes from PATH.</summary>
    private static TextTemplate Program(LocatedTemplate program, FileScope scope)
    {
        if (program.Template.Parts.IsEmpty)
        {
            scope.Report(YamlDiagnostics.Empty(program.At, "the program in 'run'"));
            return program.Template;
        }

        if (program.IsPlaceholder
            || program.Template.Parts is not [{ IsReference: false, Text: var written }]
            || !written.Contains('/', StringComparison.Ordinal))
        {
            return program.Template;
        }

        var relative = scope.Locate(new LocatedText(written, program.At))?.Relative ?? written;
        return TextTemplate.Literal(relative.Contains('/', StringComparison.Ordinal) ? relative : $"./{relative}");
    }
}
