using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;

namespace DrRunbook.Cli;

/// <summary>Prints <c>drrun 0.1.0</c>.</summary>
internal sealed class PrintVersion : SynchronousCommandLineAction
{
    /// <summary>drrun's version, without what the build adds to it.</summary>
    public static string Version { get; } =
        typeof(PrintVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <inheritdoc />
    public override int Invoke(ParseResult parseResult)
    {
        parseResult.InvocationConfiguration.Output.WriteLine($"drrun {Version}");
        return ExitCodes.Good;
    }
}
