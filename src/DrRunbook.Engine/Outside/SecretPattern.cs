using System.Text;

namespace DrRunbook.Engine.Outside;

/// <summary>A sequence of units, each of which is one of several texts.</summary>
internal sealed class SecretPattern
{
    private readonly byte[][][] _units;
    private readonly bool[] _starts = new bool[256];

    public SecretPattern(string[][] units)
    {
        _units = [.. units.Select(texts => texts.Select(Encoding.UTF8.GetBytes).ToArray())];
        foreach (var text in _units[0])
        {
            _starts[text[0]] = true;
        }
    }

    /// <summary>The bytes with which it can begin.</summary>
    public IEnumerable<byte> Starts => Enumerable.Range(0, 256).Where(value => _starts[value]).Select(value => (byte)value);

    /// <summary>Matches at the beginning of the text.</summary>
    /// <param name="open">Whether further text could make it match, or match more.</param>
    /// <returns>The length of the longest match; 0 for none.</returns>
    public int Match(ReadOnlySpan<byte> text, out bool open)
    {
        open = false;
        if (!_starts[text[0]])
        {
            return 0;
        }

        // Every place that is reached after a unit; several, because %25 may be an escaped % or a plain one with 25 behind it.
        List<int> reached = [0];
        List<int> next = [];
        foreach (var unit in _units)
        {
            next.Clear();
            foreach (var place in reached)
            {
                open |= Step(unit, text[place..], place, next);
            }

            if (next.Count == 0)
            {
                return 0;
            }

            (reached, next) = (next, reached);
        }

        return reached.Max();
    }

    private static bool Step(byte[][] unit, ReadOnlySpan<byte> rest, int place, List<int> next)
    {
        var open = false;
        foreach (var text in unit)
        {
            if (rest.Length < text.Length)
            {
                open |= text.AsSpan().StartsWith(rest);
            }
            else if (rest.StartsWith(text) && !next.Contains(place + text.Length))
            {
                next.Add(place + text.Length);
            }
        }

        return open;
    }
}
