using System.CommandLine;
using System.CommandLine.Parsing;

namespace DrRunbook.Cli.Composition;

/// <summary><c>--input NAME=VALUE</c>, as often as there are inputs.</summary>
internal static class InputOption
{
    /// <summary>Makes the option.</summary>
    public static Option<ImmutableSortedDictionary<string, string>> Create(
        string name = "--input", string description = "The value of one of the runbook's inputs; may be given several times.") => new(name)
        {
            Description = description,
            HelpName = "NAME=VALUE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result => Parse(result, name),
            DefaultValueFactory = _ => Empty,
        };

    private static ImmutableSortedDictionary<string, string> Empty { get; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    private static ImmutableSortedDictionary<string, string> Parse(ArgumentResult result, string name)
    {
        var inputs = Empty;
        foreach (var token in result.Tokens)
        {
            var equals = token.Value.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                result.AddError($"{name} wants NAME=VALUE, not '{token.Value}'");
            }
            else if (inputs.ContainsKey(token.Value[..equals]))
            {
                result.AddError($"{name} gives '{token.Value[..equals]}' twice");
            }
            else
            {
                inputs = inputs.Add(token.Value[..equals], token.Value[(equals + 1)..]);
            }
        }

        return inputs;
    }
}
