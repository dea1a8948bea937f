using System.CommandLine;
using System.CommandLine.Parsing;
using DrRunbook.Core.Runbooks;
using DrRunbook.Yaml.Drafting;

namespace DrRunbook.Cli.Importing;

/// <summary>How a manager is reached, as options. Credentials are named, never given: a value on a command line is one that others can read.</summary>
internal sealed class ManagerOptions
{
    public ManagerOptions(bool isRequired)
    {
        Url = new Option<string>("--url") { Description = "The manager's address, such as https://em.example:9398.", HelpName = "URL", Required = isRequired, Validators = { CheckUrl } };
        UserFrom = Secret("--user-from", "Where its user name comes from", isRequired);
        PasswordFrom = Secret("--password-from", "Where its password comes from", isRequired);
    }

    public Option<string> Url { get; }

    public Option<string> UserFrom { get; }

    public Option<string> PasswordFrom { get; }

    public Option<string?> CaFile { get; } = new("--ca-file") { Description = "The certificate of the authority that issued the manager's.", HelpName = "FILE" };

    public Option<string?> Thumbprint { get; } = new("--thumbprint") { Description = "The SHA-256 of the manager's own certificate.", HelpName = "SHA256", Validators = { CheckThumbprint } };

    public Option<string> Name { get; } = new("--name")
    {
        Description = "What the runbook calls the manager (default site-b).",
        HelpName = "NAME",
        DefaultValueFactory = _ => "site-b",
        Validators = { CheckName },
    };

    public Option<int> MaxFailovers { get; } = new("--max-failovers")
    {
        Description = "How many failovers the manager carries out at once (default 10, its own limit).",
        HelpName = "NUMBER",
        DefaultValueFactory = _ => RunbookDefaults.MaxConcurrentFailovers,
        Validators = { CheckMaxFailovers },
    };

    private IEnumerable<Option> All => [Url, UserFrom, PasswordFrom, CaFile, Thumbprint, Name];

    public void AddTo(Command command)
    {
        foreach (var option in All)
        {
            command.Add(option);
        }

        command.Add(MaxFailovers);
    }

    /// <summary>Refuses what does not go together.</summary>
    /// <param name="frame">The option of a frame, which states its manager itself; null where there is none.</param>
    public void Check(CommandResult command, Option? frame)
    {
        if (IsGiven(CaFile) && IsGiven(Thumbprint))
        {
            command.AddError("--ca-file and --thumbprint are two ways to know one certificate: give one of them");
        }

        foreach (var option in All.Where(option => frame is not null && IsGiven(frame) && IsGiven(option)))
        {
            command.AddError($"{option.Name} is stated in the frame");
        }

        bool IsGiven(Option option) => command.GetResult(option) is { Implicit: false };
    }

    /// <summary>The manager as the draft states it: paths are relative to where the draft will lie.</summary>
    public DraftManager Read(Invocation invocation, DraftOutput output)
    {
        var unknown = new DraftManager();
        return new DraftManager
        {
            Name = invocation.Value(Name)!,
            Url = invocation.Value(Url),
            UserFrom = output.Relative(invocation, invocation.Value(UserFrom)) ?? unknown.UserFrom,
            PasswordFrom = output.Relative(invocation, invocation.Value(PasswordFrom)) ?? unknown.PasswordFrom,
            CaFile = invocation.Value(CaFile) is { } file ? output.RelativePath(invocation, file) : null,
            Thumbprint = invocation.Value(Thumbprint)?.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant(),
            MaxConcurrentFailovers = invocation.Value(MaxFailovers),
        };
    }

    /// <summary>A credential as the operator named it; its path is as it was given.</summary>
    public static SecretReference Reference(string text) => text.StartsWith("env:", StringComparison.Ordinal)
        ? new SecretReference(SecretOrigin.Environment, text["env:".Length..])
        : new SecretReference(SecretOrigin.File, text["file:".Length..]);

    private static Option<string> Secret(string name, string what, bool isRequired) => new(name)
    {
        Description = $"{what}: env:NAME or file:PATH.",
        HelpName = "env:NAME|file:PATH",
        Required = isRequired,
        Validators = { CheckSecret },
    };

    private static void CheckSecret(OptionResult result)
    {
        // Whatever stands here instead may be the secret itself: it is not repeated.
        var name = result.Option.Name;
        if (result.Tokens.Any(token => !IsReference(token.Value)))
        {
            result.AddError(UsageErrors.Of($"{name} names where the value is found: env:NAME or file:PATH", "a value on a command line can be read from the process list"));
        }
    }

    private static bool IsReference(string text) =>
        (text.StartsWith("env:", StringComparison.Ordinal) && text.Length > 4 && !char.IsAsciiDigit(text[4]) && text[4..].All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_'))
        || (text.StartsWith("file:", StringComparison.Ordinal) && text.Length > 5);

    private static void CheckUrl(OptionResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            var isAddress = Uri.TryCreate(text, UriKind.Absolute, out var url)
                && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
                && url is { UserInfo: "", AbsolutePath: "/", Query: "", Fragment: "" };
            if (!isAddress)
            {
                result.AddError("--url must be the address of a manager such as https://em.example:9398, without user, password or path; plain http is for loopback alone");
            }
        }
    }

    private static void CheckThumbprint(OptionResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value.Replace(":", "", StringComparison.Ordinal)))
        {
            if (text.Length != 64 || !text.All(char.IsAsciiHexDigit))
            {
                result.AddError("--thumbprint must be a SHA-256: 64 hexadecimal digits, with or without colons");
            }
        }
    }

    private static void CheckName(OptionResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (text.Length == 0 || !char.IsAsciiLetterOrDigit(text[0]) || !text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-'))
            {
                result.AddError($"--name '{text}' must be letters, digits, dots, hyphens and underscores");
            }
        }
    }

    private static void CheckMaxFailovers(OptionResult result)
    {
        foreach (var text in result.Tokens.Select(token => token.Value))
        {
            if (!int.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number) || number is < 1 or > 1000)
            {
                result.AddError($"--max-failovers '{text}' must be a whole number from 1 to 1000");
            }
        }
    }
}
