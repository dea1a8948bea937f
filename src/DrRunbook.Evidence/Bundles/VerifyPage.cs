namespace DrRunbook.Evidence.Bundles;

/// <summary>The page of a bundle that says how to verify it without drrun; the same in every bundle.</summary>
public static class VerifyPage
{
    private const string Resource = "VERIFY.md";

    /// <summary>The page.</summary>
    public static ReadOnlyMemory<byte> Bytes { get; } = Load();

    private static byte[] Load()
    {
        using var stream = typeof(VerifyPage).Assembly.GetManifestResourceStream(Resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
