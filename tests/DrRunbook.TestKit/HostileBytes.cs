using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace DrRunbook.TestKit;

/// <summary>Good inputs made bad at random, always in the same order: a reader must end with an answer, soon.</summary>
public static class HostileBytes
{
    /// <summary>Set to a number of seconds, it lets each of these tests look that long.</summary>
    public const string Variable = "DRRUN_FUZZ_SECONDS";

    private const int AtLeast = 300;
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(5);

    private static readonly byte[][] Bad =
    [
        [0], [0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE, 0, 0],
        .. new[]
        {
            "\\ud800", "\\u0000", "&#0;", "&#xD800;", "&a;", "<!DOCTYPE a [<!ENTITY a \"a\">]>", "<?xml version=\"1.0\" encoding=\"utf-7\"?>", "<![CDATA[", "]]>", "<!--",
            "{", "[", "]", "}", "\"", "'", "<", ">", "null", "-1", "1e999", "99999999999999999999", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999-14:00", "\u202E", "\u2028",
        }.Select(Encoding.UTF8.GetBytes),
        Encoding.UTF8.GetBytes(new string('[', 100_000)),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", 20_000))),
        Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("<a>", 100_000))),
        Encoding.UTF8.GetBytes(new string('a', 200_000)),
    ];

    /// <summary>Gives a reader one bad input after another. Whatever it throws, and a reader that takes seconds, fails the test and names the input.</summary>
    public static void Feed(IReadOnlyList<byte[]> good, Action<byte[]> read)
    {
        var seconds = double.TryParse(Environment.GetEnvironmentVariable(Variable), CultureInfo.InvariantCulture, out var asked) ? asked : 1.5;
        var watch = Stopwatch.StartNew();
        for (var number = 0; number < AtLeast || watch.Elapsed.TotalSeconds < seconds; number++)
        {
            var bytes = Mutilated(good[number % good.Count], new Random(number));
            var begun = watch.Elapsed;
            try
            {
                read(bytes);
            }
            catch (Exception crash)
            {
                throw new InvalidOperationException($"input {number} makes it throw: {Shown(bytes)}", crash);
            }

            if (watch.Elapsed - begun > Hang)
            {
                throw new TimeoutException($"input {number} takes {(watch.Elapsed - begun).TotalSeconds:0.0} s: {Shown(bytes)}");
            }
        }
    }

    private static byte[] Mutilated(byte[] good, Random random)
    {
        var bytes = good.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count + 1);
            var length = Math.Min(random.Next(1, 200), bytes.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    bytes.InsertRange(at, Bad[random.Next(Bad.Length)]);
                    break;
                case 1:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 2:
                    bytes.RemoveRange(at, length);
                    break;
                case 3:
                    bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                    break;
                case 4 when at < bytes.Count:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    bytes.RemoveRange(at, length);
                    bytes.InsertRange(at, Bad[random.Next(Bad.Length)]);
                    break;
            }
        }

        return [.. bytes];
    }

    private static string Shown(byte[] bytes) => $"{bytes.Length} bytes, in Base64 {Convert.ToBase64String(bytes, 0, Math.Min(bytes.Length, 3000))}";
}
