using System.Globalization;
using System.Text.RegularExpressions;

namespace DrRunbook.Yaml.Nodes;

/// <summary>A text and where it stands.</summary>
/// <param name="IsPlaceholder">Whether it stands for a value that is not known yet: its form means nothing.</param>
public sealed record LocatedText(string Value, SourceSpan At, bool IsPlaceholder = false);

/// <summary>Reads nodes as typed values. What does not fit is reported, and the answer is then null.</summary>
/// <remarks>Where a value is not known yet (a required input, when only validating), a harmless one is returned.</remarks>
public sealed partial class ValueReader
{
    private readonly IScalarResolver _resolver;

    /// <summary>Reads text as written.</summary>
    public ValueReader(DiagnosticBag diagnostics)
        : this(diagnostics, new LiteralScalars())
    {
    }

    internal ValueReader(DiagnosticBag diagnostics, IScalarResolver resolver)
    {
        Diagnostics = diagnostics;
        _resolver = resolver;
    }

    /// <summary>Where findings go.</summary>
    public DiagnosticBag Diagnostics { get; }

    /// <summary>A mapping, to be read key by key.</summary>
    /// <param name="what">What it is, for messages: <c>a step</c>.</param>
    public MappingReader? Mapping(LocatedNode node, string what)
    {
        if (node is MappingNode mapping)
        {
            return new MappingReader(mapping, what, this);
        }

        Report(YamlDiagnostics.WrongShape(node.At, what, "a mapping", node.Kind));
        return null;
    }

    /// <summary>A list's items; empty where it is none.</summary>
    /// <param name="mayBeEmpty">Whether an empty list has a meaning.</param>
    public ImmutableArray<LocatedNode> Items(LocatedNode node, string what, bool mayBeEmpty = false)
    {
        if (node is not SequenceNode sequence)
        {
            Report(YamlDiagnostics.WrongShape(node.At, what, "a list", node.Kind));
            return [];
        }

        if (sequence.Items.IsEmpty && !mayBeEmpty)
        {
            Report(YamlDiagnostics.Empty(node.At, what));
        }

        return sequence.Items;
    }

    /// <summary>A list of different texts.</summary>
    public ImmutableArray<LocatedText> Texts(LocatedNode node, string what, bool mayBeEmpty = false)
    {
        var texts = ImmutableArray.CreateBuilder<LocatedText>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in Items(node, what, mayBeEmpty))
        {
            if (Text(item, $"an item of {what}") is { } text)
            {
                if (!seen.Add(text.Value) && !text.IsPlaceholder)
                {
                    Report(YamlDiagnostics.ItemTwice(text.At, what, text.Value));
                    continue;
                }

                texts.Add(text);
            }
        }

        return texts.ToImmutable();
    }

    /// <summary>Text that is not empty. What YAML 1.2 reads as a number, a truth value or nothing is an error.</summary>
    public LocatedText? Text(LocatedNode node, string what)
    {
        var text = PlainText(node, what);
        if (text is not null && string.IsNullOrWhiteSpace(text.Value))
        {
            Report(YamlDiagnostics.Empty(node.At, what));
            return null;
        }

        return text;
    }

    /// <summary>Text, empty or not.</summary>
    public LocatedText? PlainText(LocatedNode node, string what)
    {
        if (Scalar(node, what, "text") is not { } scalar || Resolve(scalar) is not { } resolved)
        {
            return null;
        }

        if (!resolved.IsSubstituted && CoreScalar.KindOf(scalar) != CoreKind.Text)
        {
            Report(YamlDiagnostics.NotText(node.At, what, scalar.Text, scalar.Kind));
            return null;
        }

        return new LocatedText(resolved.Text, node.At, resolved.IsPlaceholder);
    }

    /// <summary>Any scalar's text exactly as written, be it <c>0</c>, <c>true</c> or empty.</summary>
    public LocatedText? AsWritten(LocatedNode node, string what) =>
        Scalar(node, what, "text") is { } scalar && Resolve(scalar) is { } resolved
            ? new LocatedText(resolved.Text, node.At, resolved.IsPlaceholder)
            : null;

    /// <summary>A duration.</summary>
    /// <param name="mayBeZero">Whether <c>0s</c> has a meaning.</param>
    public TimeSpan? Duration(LocatedNode node, string what, bool mayBeZero = false)
    {
        if (Scalar(node, what, "a duration") is not { } scalar || Resolve(scalar) is not { } resolved)
        {
            return null;
        }

        if (resolved.IsPlaceholder)
        {
            return TimeSpan.FromMinutes(1);
        }

        if (Core.Runbooks.Duration.Parse(resolved.Text) is not { } duration)
        {
            Report(YamlDiagnostics.NotADuration(node.At, what, resolved.Text));
            return null;
        }

        if (duration == TimeSpan.Zero && !mayBeZero)
        {
            Report(YamlDiagnostics.DurationOutOfRange(node.At, what, resolved.Text, "more than zero"));
            return null;
        }

        return duration;
    }

    /// <summary>A duration of at least <paramref name="min"/> and at most <paramref name="max"/>.</summary>
    public TimeSpan? Duration(LocatedNode node, string what, TimeSpan min, TimeSpan max)
    {
        var read = Duration(node, what);
        if (read is not { } duration || (duration >= min && duration <= max))
        {
            return read;
        }

        var expected = $"from {Core.Runbooks.Duration.Format(min)} to {Core.Runbooks.Duration.Format(max)}";
        Report(YamlDiagnostics.DurationOutOfRange(node.At, what, Core.Runbooks.Duration.Format(duration), expected));
        return null;
    }

    /// <summary>A point in time: RFC 3339 with an offset.</summary>
    public DateTimeOffset? Time(LocatedNode node, string what)
    {
        if (Scalar(node, what, "a time") is not { } scalar || Resolve(scalar) is not { } resolved)
        {
            return null;
        }

        if (resolved.IsPlaceholder)
        {
            return DateTimeOffset.UnixEpoch;
        }

        if (Rfc3339().IsMatch(resolved.Text)
            && DateTimeOffset.TryParse(resolved.Text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        Report(YamlDiagnostics.NotATime(node.At, what, resolved.Text));
        return null;
    }

    /// <summary>A whole number in a range.</summary>
    public int? WholeNumber(LocatedNode node, string what, int min, int max)
    {
        var expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}");
        return Number(node, what, expected, min, max, mustBeWhole: true) is { } number ? (int)number : null;
    }

    /// <summary>A number in a range, with or without a fraction.</summary>
    public decimal? Number(LocatedNode node, string what, decimal min, decimal max) =>
        Number(node, what, string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"), min, max, mustBeWhole: false);

    /// <summary><c>true</c> or <c>false</c>; never <c>yes</c> or <c>on</c>.</summary>
    public bool? Boolean(LocatedNode node, string what)
    {
        if (Scalar(node, what, "true or false") is not { } scalar || Resolve(scalar) is not { } resolved)
        {
            return null;
        }

        if (resolved.IsPlaceholder)
        {
            return false;
        }

        var value = scalar.IsQuoted && !resolved.IsSubstituted ? null : CoreScalar.Boolean(resolved.Text);
        if (value is null)
        {
            Report(YamlDiagnostics.NotABoolean(node.At, what, resolved.Text));
        }

        return value;
    }

    /// <summary>One of some words.</summary>
    public T? Choice<T>(LocatedNode node, string what, params ReadOnlySpan<(string Word, T Value)> choices)
        where T : struct
    {
        if (Text(node, what) is not { } text)
        {
            return null;
        }

        if (text.IsPlaceholder)
        {
            return choices[0].Value;
        }

        var words = new List<string>();
        foreach (var (word, value) in choices)
        {
            if (word == text.Value)
            {
                return value;
            }

            words.Add(word);
        }

        Report(YamlDiagnostics.NotAChoice(node.At, what, text.Value, words, Diagnostics.Suggest(text.Value, words)));
        return null;
    }

    internal void Report(Diagnostic diagnostic) => Diagnostics.Add(diagnostic);

    internal ScalarNode? Scalar(LocatedNode node, string what, string expected)
    {
        if (node is ScalarNode scalar)
        {
            return scalar;
        }

        Report(YamlDiagnostics.WrongShape(node.At, what, expected, node.Kind));
        return null;
    }

    internal ResolvedScalar? Resolve(ScalarNode scalar) => _resolver.Resolve(scalar);

    private decimal? Number(LocatedNode node, string what, string expected, decimal min, decimal max, bool mustBeWhole)
    {
        if (Scalar(node, what, expected) is not { } scalar || Resolve(scalar) is not { } resolved)
        {
            return null;
        }

        if (resolved.IsPlaceholder)
        {
            return min;
        }

        var isText = scalar.IsQuoted && !resolved.IsSubstituted;
        var number = isText ? null : CoreScalar.Number(resolved.Text);
        if (number is { } value && value >= min && value <= max && (!mustBeWhole || decimal.IsInteger(value)))
        {
            return value;
        }

        Report(YamlDiagnostics.NotANumber(
            node.At, what, resolved.Text, expected, isText && CoreScalar.KindOf(resolved.Text) == CoreKind.Number ? "leave the quotes away" : null));
        return null;
    }

    [GeneratedRegex(@"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,7})?(?:[Zz]|[+-][0-9]{2}:[0-9]{2})\z", RegexOptions.NonBacktracking)]
    private static partial Regex Rfc3339();
}
