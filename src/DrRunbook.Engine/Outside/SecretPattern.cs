using System.Text;

namespace DrRunbook.Engine.Outside;

/// <summary>A sequence of units, each of which is one of several texts.</summary>
internal sealed class SecretPattern(string[][] units)
{
    private readonly Unit[] _units = [.. units.Select(texts => new Unit([.. texts.Select(Encoding.UTF8.GetBytes)]))];

    /// <summary>The bytes with which it can begin.</summary>
    public IEnumerable<byte> Starts => Enumerable.Range(0, 256).Select(value => (byte)value).Where(_units[0].CanStartWith);

    /// <summary>Matches at the beginning of the text.</summary>
    /// <param name="open">Whether further text could make it match, or match more.</param>
    /// <returns>The length of the longest match; 0 for none.</returns>
    public int Match(ReadOnlySpan<byte> text, out bool open)
    {
        open = false;
        var place = 0;
        for (var i = 0; i < _units.Length; i++)
        {
            if (!_units[i].Match(text[place..], out var length, out var isOnly, ref open))
            {
                return 0;
            }

            if (!isOnly)
            {
                return MatchAllWays(text, i, place, ref open);
            }

            place += length;
        }

        return place;
    }

    /// <summary>Goes on from a unit that several texts match: %25 may be an escaped %, or a plain one with 25 behind it.</summary>
    private int MatchAllWays(ReadOnlySpan<byte> text, int unit, int place, ref bool open)
    {
        SortedSet<int> reached = [place];
        for (var i = unit; i < _units.Length && reached.Count > 0; i++)
        {
            SortedSet<int> next = [];
            foreach (var from in reached)
            {
                open |= _units[i].AddEnds(text[from..], from, next);
            }

            reached = next;
        }

        return reached.Max;
    }

    private readonly struct Unit
    {
        private readonly byte[][] _texts;
        private readonly UInt128 _lowStarts;
        private readonly UInt128 _highStarts;

        public Unit(byte[][] texts)
        {
            _texts = texts;
            foreach (var text in texts)
            {
                var bit = UInt128.One << (text[0] & 127);
                _lowStarts |= text[0] < 128 ? bit : 0;
                _highStarts |= text[0] < 128 ? 0 : bit;
            }
        }

        public bool CanStartWith(byte value) => (((value < 128 ? _lowStarts : _highStarts) >> (value & 127)) & UInt128.One) != 0;

        /// <summary>Whether a text of the unit stands here: its length, and whether it is the only one.</summary>
        public bool Match(ReadOnlySpan<byte> rest, out int length, out bool isOnly, ref bool open)
        {
            length = 0;
            isOnly = true;
            if (rest.IsEmpty)
            {
                open = true;
                return false;
            }

            if (!CanStartWith(rest[0]))
            {
                return false;
            }

            foreach (var text in _texts)
            {
                if (rest.Length < text.Length)
                {
                    open |= text.AsSpan().StartsWith(rest);
                }
                else if (rest.StartsWith(text))
                {
                    isOnly = length == 0;
                    length = text.Length;
                }
            }

            return length > 0;
        }

        /// <summary>Adds every place where a text of the unit ends; tells whether one is cut off by the end of the text.</summary>
        public bool AddEnds(ReadOnlySpan<byte> rest, int from, SortedSet<int> ends)
        {
            var open = false;
            foreach (var text in _texts)
            {
                if (rest.Length < text.Length)
                {
                    open |= text.AsSpan().StartsWith(rest);
                }
                else if (rest.StartsWith(text))
                {
                    ends.Add(from + text.Length);
                }
            }

            return open;
        }
    }
}
