using System.CommandLine;

namespace DrRunbook.Cli.Bundles;

/// <summary>The options of whoever signs.</summary>
internal static class SigningOptions
{
    /// <summary>The variable that names a key where no option does.</summary>
    private const string KeyVariable = "DRRUN_KEY";

    /// <summary>The private key.</summary>
    public static Option<string?> Key() => new("--key")
    {
        Description = $"The private key to sign with: a PEM file of 'drrun keys new', or an SSH key; its public half does where an agent holds it ({KeyVariable} sets it).",
        HelpName = "FILE",
    };

    /// <summary>The private key's file, or null where none is named.</summary>
    public static string? KeyOf(Invocation invocation, Option<string?> key) =>
        invocation.Value(key) ?? (invocation.Context.Environment(KeyVariable) is { Length: > 0 } file ? file : null);
}
