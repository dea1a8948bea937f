using DrRunbook.Yaml.Runbooks;

namespace DrRunbook.Yaml.Drafting;

/// <summary>The gates that a cell such as <c>dc1:389 https://erp.example/health</c> means.</summary>
/// <param name="Gates">Each a mapping of one gate.</param>
/// <param name="Rest">The parts that are no check.</param>
internal sealed record CheckCell(ImmutableArray<DraftMap> Gates, ImmutableArray<string> Rest)
{
    private static readonly char[] Commas = [',', ';', '\n', '\r'];

    /// <summary>Reads a cell: checks apart by blanks, line breaks, commas or semicolons.</summary>
    public static CheckCell Of(string text)
    {
        if (Gate(text) is { } only)
        {
            return new CheckCell([only], []);
        }

        var gates = ImmutableArray.CreateBuilder<DraftMap>();
        var rest = ImmutableArray.CreateBuilder<string>();
        foreach (var part in Parts(text))
        {
            if (Gate(part) is { } gate)
            {
                gates.Add(gate);
            }
            else if (part.ToLowerInvariant() is not ("tcp" or "port" or "http" or "https" or "get" or "and" or "url"))
            {
                rest.Add(part);
            }
        }

        // Words without a check between them are one sentence; it is told whole.
        return gates.Count == 0 ? new CheckCell([], [text]) : new CheckCell(gates.ToImmutable(), rest.ToImmutable());
    }

    private static IEnumerable<string> Parts(string text)
    {
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (Gate(word.TrimEnd(Commas)) is not null)
            {
                yield return word.TrimEnd(Commas);
                continue;
            }

            foreach (var part in word.Split(Commas, StringSplitOptions.RemoveEmptyEntries))
            {
                yield return part;
            }
        }
    }

    private static DraftMap? Gate(string text)
    {
        if (Urls.IsWeb(text))
        {
            return new DraftMap([new("http", DraftNode.Inline(new DraftEntry("url", DraftNode.Text(text))))]);
        }

        var address = text.StartsWith("tcp://", StringComparison.OrdinalIgnoreCase) ? text["tcp://".Length..] : text;
        return AddressBinder.Split(address) is ({ }, { }) ? new DraftMap([new("tcp", DraftNode.Text(address))]) : null;
    }
}
