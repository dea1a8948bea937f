using System.Globalization;
using System.Text;

namespace DrRunbook.Yaml.Drafting;

/// <summary>Makes ids of names: <c>[a-z][a-z0-9-]*</c>, each once in a file.</summary>
/// <param name="taken">Ids that are there already.</param>
internal sealed class StepIds(IEnumerable<string> taken)
{
    /// <summary>Longer ids read badly in a table.</summary>
    private const int Longest = 48;

    private readonly HashSet<string> _taken = new(taken, StringComparer.Ordinal);
    private readonly Dictionary<string, int> _next = new(StringComparer.Ordinal);

    /// <summary>The id of a name; a second one of the same name gets a number.</summary>
    /// <param name="prefix">Stands before a name that begins with no letter.</param>
    public string Of(string name, string prefix)
    {
        var wanted = Form(name, prefix);
        var id = wanted;
        for (var number = _next.GetValueOrDefault(wanted, 2); !_taken.Add(id); number++)
        {
            id = string.Create(CultureInfo.InvariantCulture, $"{wanted}-{number}");
            _next[wanted] = number + 1;
        }

        return id;
    }

    private static string Form(string name, string prefix)
    {
        var id = new StringBuilder();
        foreach (var character in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character))
            {
                id.Append(character);
            }
            else if (id.Length > 0 && id[^1] != '-')
            {
                id.Append('-');
            }

            if (id.Length == Longest)
            {
                break;
            }
        }

        var text = id.ToString().TrimEnd('-');
        // An id such as 'no' or 'null' would have to be quoted.
        var isPlain = text.Length > 0 && YamlText.Scalar(text, inFlow: true) == text;
        return text.Length == 0 ? prefix : char.IsAsciiLetterLower(text[0]) && isPlain ? text : $"{prefix}-{text}";
    }
}
