using System.CommandLine;
using DrRunbook.Evidence.Signing;

namespace DrRunbook.Cli.Bundles;

/// <summary>The options of whoever signs.</summary>
internal static class SigningOptions
{
    /// <summary>The variable that names a key where no option does.</summary>
    private const string KeyVariable = "DRRUN_KEY";

    /// <summary>The variable that names a timestamp authority where no option does.</summary>
    private const string AuthorityVariable = "DRRUN_TSA";

    /// <summary>The private key.</summary>
    public static Option<string?> Key() => new("--key")
    {
        Description = $"The private key to sign with: a PEM file of 'drrun keys new', or an SSH key; its public half does where an agent holds it ({KeyVariable} sets it).",
        HelpName = "FILE",
    };

    /// <summary>The timestamp authority.</summary>
    public static Option<string?> Authority() => new("--tsa")
    {
        Description = $"The timestamp authority (RFC 3161) that says when the journal was there ({AuthorityVariable} sets it).",
        HelpName = "URL",
    };

    /// <summary>The timestamp authority, or null where none is named.</summary>
    /// <exception cref="SigningException">It is no URL of HTTP.</exception>
    public static Uri? AuthorityOf(Invocation invocation, Option<string?> authority)
    {
        if ((invocation.Value(authority) ?? invocation.Context.Environment(AuthorityVariable)) is not { Length: > 0 } text)
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
            ? url
            : throw new SigningException($"'{text}' is no address of a timestamp authority: it begins with http:// or https://");
    }

    /// <summary>The private key's file, or null where none is named.</summary>
    public static string? KeyOf(Invocation invocation, Option<string?> key) =>
        invocation.Value(key) ?? (invocation.Context.Environment(KeyVariable) is { Length: > 0 } file ? file : null);
}
