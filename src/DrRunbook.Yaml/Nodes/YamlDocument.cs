namespace DrRunbook.Yaml.Nodes;

/// <summary>A YAML file, read into nodes that know where they stand.</summary>
/// <param name="Root">The file's value; null exactly where a diagnostic is an error.</param>
/// <param name="Diagnostics">What is wrong with the file, ordered by place.</param>
public sealed record YamlDocument(LocatedNode? Root, ImmutableArray<Diagnostic> Diagnostics)
{
    /// <summary>Reads a file from disk; whatever is wrong with it is a diagnostic.</summary>
    /// <param name="path">The file, as the operator gave it; shown in every place.</param>
    public static YamlDocument Read(string path) => Read(path, path);

    /// <summary>Reads a file from disk; whatever is wrong with it is a diagnostic.</summary>
    /// <param name="path">Where the file is.</param>
    /// <param name="shown">The file, as the operator gave it; shown in every place.</param>
    public static YamlDocument Read(string path, string shown)
    {
        shown = shown.Replace('\\', '/');
        var bytes = FileContent.Read(DiskFiles.Instance, path, shown, SourceSpan.WholeFile(shown), out var fault);
        return bytes is null ? new YamlDocument(null, [fault!]) : Read(shown, bytes);
    }

    /// <summary>Reads a file's bytes.</summary>
    /// <param name="file">The name shown in every place.</param>
    /// <param name="bytes">UTF-8, with or without a byte order mark, at most <see cref="YamlLimits.MaxBytes"/>.</param>
    public static YamlDocument Read(string file, ReadOnlySpan<byte> bytes)
    {
        var source = SourceText.Decode(file, bytes, out var fault);
        return source is null ? new YamlDocument(null, [fault!]) : NodeReader.Read(source);
    }
}
