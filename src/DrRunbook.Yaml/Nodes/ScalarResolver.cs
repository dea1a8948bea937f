namespace DrRunbook.Yaml.Nodes;

/// <summary>A scalar's text once references in it are replaced.</summary>
/// <param name="IsSubstituted">Whether something was replaced: then the text is checked like a literal, whatever its quotes.</param>
/// <param name="IsPlaceholder">Whether a value it needs is not known yet: then nothing about the text can be checked.</param>
internal readonly record struct ResolvedScalar(string Text, bool IsSubstituted, bool IsPlaceholder);

/// <summary>Replaces references in scalars before they are read as what they should be.</summary>
internal interface IScalarResolver
{
    /// <summary>The scalar's text; null where a reference is wrong, which has then been reported.</summary>
    ResolvedScalar? Resolve(ScalarNode scalar);
}

/// <summary>For files without references, such as scenarios: text is what is written.</summary>
internal sealed class LiteralScalars : IScalarResolver
{
    public ResolvedScalar? Resolve(ScalarNode scalar) => new ResolvedScalar(scalar.Text, IsSubstituted: false, IsPlaceholder: false);
}
