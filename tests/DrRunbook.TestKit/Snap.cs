using System.Runtime.CompilerServices;
using System.Text;
using DiffEngine;

namespace DrRunbook.TestKit;

/// <summary>Snapshot tests in Verify's file convention, so that the switch to Verify is a package swap.</summary>
public static class Snap
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Compares text with <c>{Class}.{Method}[_{parameters}].verified.{extension}</c> beside the test's source.</summary>
    /// <param name="actual">What the code under test said.</param>
    /// <param name="extension">The snapshot's file extension, without a dot.</param>
    /// <param name="parameters">For theories, as Verify names them: <c>name=value</c>.</param>
    /// <exception cref="SnapMismatchException">The snapshot is missing or differs; the text lies beside it as <c>.received.</c>.</exception>
    public static void Verify(
        string actual,
        string extension = "txt",
        string? parameters = null,
        [CallerFilePath] string file = "",
        [CallerMemberName] string method = "")
    {
        var suffix = parameters is null ? "" : "_" + parameters;
        var stem = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{method}{suffix}");
        var verified = $"{stem}.verified.{extension}";
        var received = $"{stem}.received.{extension}";
        var text = Normalise(actual);
        var expected = File.Exists(verified) ? Normalise(File.ReadAllText(verified)) : null;
        if (expected == text)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text, Utf8);
        if (Environment.GetEnvironmentVariable("SNAP_ACCEPT") == "1" && !BuildServerDetector.Detected)
        {
            File.Move(received, verified, overwrite: true);
            return;
        }

        throw new SnapMismatchException(expected is null ? $"New: {received}" : $"NotEqual: {verified}\n{FirstDifference(expected, text)}");
    }

    private static string Normalise(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).TrimEnd('\n') + "\n";

    private static string FirstDifference(string expected, string actual)
    {
        var before = expected.Split('\n');
        var after = actual.Split('\n');
        var line = 0;
        while (line < before.Length && line < after.Length && before[line] == after[line])
        {
            line++;
        }

        return $"line {line + 1}\n  verified: {before.ElementAtOrDefault(line) ?? "(end)"}\n  received: {after.ElementAtOrDefault(line) ?? "(end)"}";
    }
}

/// <summary>A snapshot is missing or differs.</summary>
public sealed class SnapMismatchException(string message) : Exception(message);
