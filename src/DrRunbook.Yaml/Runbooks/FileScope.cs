using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Runbooks;

/// <summary>What holds where a step does not say otherwise.</summary>
internal sealed record StepDefaults(ManagerName? EnterpriseManager, RestorePointSelector? RestorePoint, TimeSpan? Timeout);

/// <summary>One use of one file: its place, its prefix, its inputs.</summary>
internal sealed class FileScope
{
    private readonly RunbookScalars _scalars;

    public FileScope(LoadContext context, RootedPath path, string shown, string prefix, InputValues? inputs, FileScope? usedBy)
    {
        Context = context;
        Path = path;
        Shown = shown;
        Prefix = prefix;
        Inputs = inputs ?? new InputValues();
        UsedBy = usedBy;
        _scalars = new RunbookScalars(context, inputs, prefix);
        Values = new ValueReader(context.Diagnostics, _scalars);
    }

    public LoadContext Context { get; }

    public RootedPath Path { get; }

    /// <summary>The file's path as messages show it.</summary>
    public string Shown { get; }

    /// <summary>What stands before the ids of its steps: empty, or ends in a slash.</summary>
    public string Prefix { get; }

    public InputValues Inputs { get; }

    /// <summary>The file that uses this one, or null for the runbook itself.</summary>
    public FileScope? UsedBy { get; }

    public ValueReader Values { get; }

    /// <summary>What this file states under <c>defaults</c>, completed by the file that uses it.</summary>
    public StepDefaults Defaults { get; set; } = new(null, null, null);

    public DiagnosticBag Diagnostics => Context.Diagnostics;

    public StepId Id(string local) => new(Prefix + local);

    public void Report(Diagnostic diagnostic) => Context.Diagnostics.Add(diagnostic);

    /// <summary>Gives the inputs their values.</summary>
    /// <param name="missingAt">Where an input's missing value is reported; null: it may be missing.</param>
    public void Fill(IReadOnlyDictionary<string, GivenInput> given, Func<InputDefinition, SourceSpan>? missingAt)
    {
        Inputs.Fill(given, missingAt, Diagnostics);
        foreach (var (name, value) in Inputs.Known)
        {
            Context.InputValues[Prefix + name] = value;
        }
    }

    /// <summary>Text in which references may be left open until it is used.</summary>
    /// <param name="asWritten">Whether a number or truth value is text as well.</param>
    public LocatedTemplate? Template(LocatedNode node, string what, bool asWritten = false)
    {
        if (Values.Scalar(node, what, "text") is not { } scalar)
        {
            return null;
        }

        if (!asWritten && CoreScalar.KindOf(scalar) != CoreKind.Text)
        {
            Report(YamlDiagnostics.NotText(node.At, what, scalar.Text, scalar.Kind));
            return null;
        }

        if (!asWritten && string.IsNullOrWhiteSpace(scalar.Text))
        {
            Report(YamlDiagnostics.Empty(node.At, what));
            return null;
        }

        return _scalars.Template(scalar);
    }

    /// <summary>A text as a template without references, for places where only inputs are allowed.</summary>
    public static TextTemplate Literal(LocatedText text) => TextTemplate.Literal(text.Value);

    /// <summary>A path that a value names, relative to this file and below the root; reported and null where it is not.</summary>
    public RootedPath? Locate(LocatedText written)
    {
        if (written.IsPlaceholder)
        {
            return new RootedPath(Path.Real, written.Value);
        }

        try
        {
            if (Context.Root.Locate(System.IO.Path.GetDirectoryName(Path.Real)!, written.Value) is { } located)
            {
                return located;
            }

            Report(StepDiagnostics.PathLeavesRoot(written.At, written.Value));
        }
        catch (Exception failure) when (failure is IOException or ArgumentException or UnauthorizedAccessException)
        {
            Report(YamlDiagnostics.Unreadable(written.At, written.Value, failure.Message));
        }

        return null;
    }

    /// <summary>A file that a value names and that exists; its path relative to the root.</summary>
    public string? ExistingFile(LocatedText written, string what)
    {
        var located = Locate(written);
        if (located is not null && !written.IsPlaceholder && !Context.Root.Files.IsFile(located.Real))
        {
            Report(StepDiagnostics.FileMissing(written.At, what, written.Value));
        }

        return located?.Relative;
    }
}
