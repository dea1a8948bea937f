using DrRunbook.Engine.Outside;
using Serilog.Events;
using Serilog.Formatting;

namespace DrRunbook.Cli;

/// <summary>Writes log events without any secret, whatever an exception of somebody else's holds.</summary>
internal sealed class CleanFormatter(ITextFormatter inner, KnownSecrets secrets) : ITextFormatter
{
    /// <inheritdoc />
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter();
        inner.Format(logEvent, line);
        output.Write(secrets.Redact(line.ToString()));
    }
}
