using System.Globalization;
using System.Security.Cryptography;

namespace DrRunbook.Cli.Composition;

/// <summary>Makes ids.</summary>
internal static class RunIds
{
    /// <summary>A run's id: <c>YYYYMMDDTHHMMSSZ-xxxxxx</c>.</summary>
    public static string New(DateTimeOffset now) =>
        $"{now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}";

    /// <summary>The id of a request or question: 128 random bits in hex.</summary>
    public static string NewOperation() => RandomNumberGenerator.GetHexString(32, lowercase: true);

    /// <summary>Ids that are the same in every rehearsal of one seed.</summary>
    public static Func<string> Counted(ulong seed)
    {
        var count = 0UL;
        return () => string.Create(CultureInfo.InvariantCulture, $"{seed:x16}{++count:x16}");
    }
}
