namespace DrRunbook.Yaml.Nodes;

/// <summary>What a file may ask of the machine that reads it.</summary>
public static class YamlLimits
{
    /// <summary>The largest file: 4 MiB.</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>The deepest nesting of lists and mappings.</summary>
    public const int MaxDepth = 64;

    /// <summary>The most values in a file, aliases counted as what they stand for: twenty for each of 50,000 steps.</summary>
    public const int MaxNodes = 1_000_000;

    /// <summary>A longer text counts as one value more for each stretch of this many characters, so that aliases cannot multiply it for nothing.</summary>
    public const int CharactersPerNode = 256;
}
