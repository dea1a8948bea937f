using System.Globalization;

namespace DrRunbook.Core.Signing;

/// <summary>Reads one line: principals, options, type and text of the key, and a comment.</summary>
internal static class AllowedSignerLine
{
    private static readonly string[] TimeForms = ["yyyyMMdd'Z'", "yyyyMMddHHmm'Z'", "yyyyMMddHHmmss'Z'"];

    /// <exception cref="FormatException">The line is not taken.</exception>
    public static AllowedSigner Read(int number, string line)
    {
        var principals = Word(ref line, dequote: true);
        if (principals.Length == 0)
        {
            throw new FormatException("it names no principal");
        }

        if (SshPublicKey.TryParse(line, out var key, out var problem))
        {
            return new AllowedSigner(number, principals, Namespaces: null, ValidAfter: null, ValidBefore: null, key);
        }

        var rest = line;
        var options = Word(ref rest, dequote: false);
        if (options.StartsWith("ssh-", StringComparison.Ordinal) || options.StartsWith("ecdsa-", StringComparison.Ordinal) || options.StartsWith("sk-", StringComparison.Ordinal))
        {
            throw new FormatException(problem);
        }

        var (namespaces, after, before) = Options(options);
        return SshPublicKey.TryParse(rest, out key, out problem)
            ? new AllowedSigner(number, principals, namespaces, after, before, key)
            : throw new FormatException(problem);
    }

    /// <summary>Takes a word off the line; blanks inside of quotes belong to it.</summary>
    private static string Word(ref string line, bool dequote)
    {
        var quoted = false;
        var end = 0;
        while (end < line.Length && (quoted || line[end] is not (' ' or '\t')))
        {
            quoted ^= line[end] == '"';
            end++;
        }

        if (quoted)
        {
            throw new FormatException("a quote has no end");
        }

        var word = line[..end];
        line = line[end..].TrimStart(' ', '\t');
        return dequote ? word.Replace("\"", "", StringComparison.Ordinal) : word;
    }

    private static (string? Namespaces, DateTimeOffset? After, DateTimeOffset? Before) Options(string text)
    {
        string? namespaces = null;
        DateTimeOffset? after = null;
        DateTimeOffset? before = null;
        foreach (var option in Split(text))
        {
            var name = option.Split('=')[0].ToLowerInvariant();
            switch (name)
            {
                case "cert-authority":
                    throw new FormatException("'cert-authority' is not taken: write down the people's own keys");
                case "namespaces" when namespaces is null:
                    namespaces = Value(option);
                    break;
                case "valid-after" when after is null:
                    after = Time(option);
                    break;
                case "valid-before" when before is null:
                    before = Time(option);
                    break;
                case "namespaces" or "valid-after" or "valid-before":
                    throw new FormatException($"'{name}' stands there twice");
                default:
                    throw new FormatException($"'{name}' is no option; namespaces, valid-after and valid-before are");
            }
        }

        return before <= after ? throw new FormatException("'valid-before' is not later than 'valid-after'") : (namespaces, after, before);
    }

    private static IEnumerable<string> Split(string options)
    {
        var start = 0;
        var quoted = false;
        for (var at = 0; at <= options.Length; at++)
        {
            if (at == options.Length || (options[at] == ',' && !quoted))
            {
                yield return options[start..at];
                start = at + 1;
            }
            else
            {
                quoted ^= options[at] == '"';
            }
        }
    }

    private static string Value(string option)
    {
        var value = option[(option.IndexOf('=', StringComparison.Ordinal) + 1)..];
        return value.Length > 2 && value[0] == '"' && value.IndexOf('"', 1) == value.Length - 1
            ? value[1..^1]
            : throw new FormatException($"the value of '{option.Split('=')[0]}' stands between quotes");
    }

    private static DateTimeOffset Time(string option)
    {
        var text = Value(option);
        return DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new FormatException($"'{text}' is no time in UTC: write 20261126Z, 202611260940Z or 20261126094000Z");
    }
}
