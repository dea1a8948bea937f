using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Tests.Outside;

/// <summary>Values as a run would hand them out.</summary>
internal static class Values
{
    public const string Secret = "correct-horse/battery \"staple\"";

    /// <summary>A resolver that knows <c>run.id</c>, <c>env.TOKEN</c> (the secret), <c>env.SHORT</c>, and the secret as <c>env:TOKEN</c>.</summary>
    public static ValueResolver New() => new(
        name => name switch
        {
            "run.id" => "run-1",
            "failure.reason" => "said \"no\" to ${env.TOKEN} & left\n",
            "env.TOKEN" => Secret,
            "env.SHORT" => "1234567",
            _ => throw new ValueMissingException($"environment variable '{name}' is not set"),
        },
        reference => reference.Name == "TOKEN" ? Secret : throw new ValueMissingException($"{reference} is not there"));

    public static TextTemplate Text(string template) => TextTemplate.Parse(template);

    public static ValueSource Plain(string template) => new(Text(template), null);

    public static ValueSource TokenSecret { get; } = new(null, new SecretReference(SecretOrigin.Environment, "TOKEN"));
}
