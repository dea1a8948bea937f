namespace DrRunbook.Yaml.Formatting;

/// <summary>
/// Gives each comment to what it stands at: at the end of a line to what ends there, on a line of its own to what follows, or, where it is
/// indented deeper than that, to the end of the list or mapping that it is in line with.
/// </summary>
internal sealed class CommentPlacer
{
    private readonly List<SyntaxMark> _marks;
    private int _previous = -1;
    private int _deepest;

    private CommentPlacer(List<SyntaxMark> marks) => _marks = marks;

    public static void Place(SyntaxDocument document, TextLines lines)
    {
        var placer = new CommentPlacer(document.Marks);
        var next = 0;
        foreach (var comment in document.Comments)
        {
            while (next < document.Marks.Count && document.Marks[next].Offset < comment.Offset)
            {
                next++;
            }

            if (next == 0)
            {
                document.Head.Add(comment);
            }
            else
            {
                placer.Place(comment, next);
            }
        }

        TakeHead(document);
    }

    private static void TakeHead(SyntaxDocument document)
    {
        var root = (Collection)document.Root.Value;
        if (document.Root.End is { } end)
        {
            document.Root.Lead.Add(end);
        }

        root.Trailing.InsertRange(0, document.Root.Lead);
        if (document.Head.Count > 0 && root.Elements is [var first, ..])
        {
            (document.HasGapBelowHead, first.AfterBlank) = (first.AfterBlank, false);
        }
    }

    private void Place(Comment comment, int next)
    {
        var before = _marks[next - 1].Element;
        if (!comment.HasLine)
        {
            AtEnd(before, comment);
            return;
        }

        if (_previous != next)
        {
            (_previous, _deepest) = (next, int.MaxValue);
        }

        var after = next < _marks.Count ? _marks[next] : default;
        if (after.Closes is { } closed)
        {
            closed.Trailing.Add(comment);
        }
        else if (after.Element is not null && (!after.Begins || comment.Column <= after.Element.Column || !AtEndOf(before, after.Element.Parent, comment)))
        {
            after.Element.Lead.Add(comment);
            _deepest = after.Element.Column;
        }
        else if (after.Element is null && !AtEndOf(before, null, comment))
        {
            Outermost(before).Trailing.Add(comment);
        }
    }

    private static void AtEnd(Element element, Comment comment)
    {
        if (element.End is null)
        {
            element.End = comment;
        }
        else
        {
            element.Lead.Add(comment);
        }
    }

    /// <summary>Puts the comment at the end of one of the lists and mappings that end here; false where it is in line with none of them.</summary>
    /// <param name="before">What stands above the comment.</param>
    /// <param name="goesOn">The list or mapping that goes on below it, or null.</param>
    private bool AtEndOf(Element before, Collection? goesOn, Comment comment)
    {
        if (goesOn?.Owner == before)
        {
            return false;
        }

        var column = Math.Min(comment.Column, _deepest);
        if (column > before.Column && before is { Parent.IsFlow: false, Value: ScalarSlice { IsNothing: true, Properties: "" } })
        {
            before.Below.Add(comment);
            return true;
        }

        Collection? fitting = null;
        for (var ending = before.Parent; ending is not null && ending != goesOn; ending = ending.Owner.Parent)
        {
            if (!ending.IsFlow && ending.Column <= column && (fitting is null || ending.Column == fitting.Column))
            {
                fitting = ending;
            }
        }

        if (fitting is null)
        {
            return false;
        }

        fitting.Trailing.Add(comment);
        _deepest = fitting.Column;
        return true;
    }

    private static Collection Outermost(Element element)
    {
        var outermost = element.Value as Collection;
        for (var parent = element.Parent; parent is not null; parent = parent.Owner.Parent)
        {
            outermost = parent;
        }

        return outermost!;
    }
}
