using System.Text;

namespace DrRunbook.Yaml.Formatting;

/// <summary>The lines of a file that is being written; never two empty ones running, but inside a text.</summary>
internal sealed class CanonicalLines
{
    /// <summary>A comment this close to its line keeps the usual distance; one further away stands in a column that the author chose.</summary>
    private const int Distance = 2;

    private readonly StringBuilder _text = new();
    private string _begun = "";
    private bool _mayGap;

    /// <summary>Adds a line, and the comment at its end.</summary>
    public void Add(string line, Comment? comment = null)
    {
        AddAsIs(line);
        if (comment is not null)
        {
            var length = line.Length;
            _text.Length -= 1;
            _text.Append(' ', comment.Gap <= Distance ? Distance : Math.Max(Distance, comment.Column - length)).Append(comment.Text).Append('\n');
        }
    }

    /// <summary>Adds a line that is part of a text, empty or not.</summary>
    public void AddAsIs(string line)
    {
        // What was begun takes the place of the indentation.
        _text.Append(_begun).Append(line, _begun.Length, line.Length - _begun.Length).Append('\n');
        _begun = "";
        _mayGap = true;
    }

    /// <summary>Adds the document's mark.</summary>
    public void AddMark(string line)
    {
        Add(line);
        ForbidGap();
    }

    /// <summary>Begins a line that the next one goes on with.</summary>
    public void Begin(string start)
    {
        // A dash in a dash: the outer one is part of the line already.
        _begun = _begun.Length > 0 ? _begun + start[_begun.Length..] : start;
        _mayGap = false;
    }

    /// <summary>Leaves an empty line, unless there is one, or nothing above it.</summary>
    public void Gap()
    {
        if (_mayGap)
        {
            _text.Append('\n');
            _mayGap = false;
        }
    }

    /// <summary>Lets no empty line follow.</summary>
    public void ForbidGap() => _mayGap = false;

    /// <inheritdoc />
    public override string ToString() => _text.ToString();
}
