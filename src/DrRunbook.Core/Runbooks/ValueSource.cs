namespace DrRunbook.Core.Runbooks;

/// <summary>Where a secret comes from.</summary>
public enum SecretOrigin
{
    /// <summary>An environment variable.</summary>
    Environment,

    /// <summary>A file; its content without the trailing line break.</summary>
    File,
}

/// <summary>A secret named, never held: <c>env:NAME</c> or <c>file:PATH</c>.</summary>
/// <param name="Name">The variable's name, or the path (relative to the runbook's root).</param>
public sealed record SecretReference(SecretOrigin Origin, string Name)
{
    /// <summary>Reads <c>env:NAME</c> or <c>file:PATH</c>; null for anything else.</summary>
    public static SecretReference? Parse(string text)
    {
        if (text.StartsWith("env:", StringComparison.Ordinal) && text.Length > 4)
        {
            return new SecretReference(SecretOrigin.Environment, text[4..]);
        }

        return text.StartsWith("file:", StringComparison.Ordinal) && text.Length > 5 ? new SecretReference(SecretOrigin.File, text[5..]) : null;
    }

    /// <summary>As the runbook writes it.</summary>
    public override string ToString() => Origin == SecretOrigin.Environment ? $"env:{Name}" : $"file:{Name}";
}

/// <summary>A value of an environment variable or a header: text, or a secret. Exactly one of the two is set.</summary>
public sealed record ValueSource(TextTemplate? Text, SecretReference? Secret);
