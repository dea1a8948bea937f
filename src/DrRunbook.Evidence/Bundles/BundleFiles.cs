namespace DrRunbook.Evidence.Bundles;

/// <summary>The files of a bundle by their paths, in ordinal order.</summary>
public sealed record BundleFiles(ImmutableSortedDictionary<string, ReadOnlyMemory<byte>> All)
{
    /// <summary>No files.</summary>
    public static BundleFiles None { get; } = new(ImmutableSortedDictionary.Create<string, ReadOnlyMemory<byte>>(StringComparer.Ordinal));

    /// <summary>The file's bytes, or null where it is missing.</summary>
    public ReadOnlyMemory<byte>? Find(string path) => All.TryGetValue(path, out var content) ? content : (ReadOnlyMemory<byte>?)null;

    /// <summary>The files of a folder.</summary>
    /// <param name="folder">With its slash.</param>
    public IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> Below(string folder) => All.Where(file => file.Key.StartsWith(folder, StringComparison.Ordinal));

    /// <summary>With a file, or with other bytes of it.</summary>
    public BundleFiles With(string path, ReadOnlyMemory<byte> content) => new(All.SetItem(path, content));

    /// <summary>Without a file.</summary>
    public BundleFiles Without(string path) => new(All.Remove(path));
}
