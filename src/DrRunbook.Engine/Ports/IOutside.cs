using DrRunbook.Core.Runbooks;

namespace DrRunbook.Engine.Ports;

/// <summary>Touches what is outside: probes gates, runs programs, sends requests. Each call is one try, ended by its token at the latest.</summary>
public interface IOutside
{
    /// <summary>Tries a <c>tcp</c>, <c>http</c>, <c>dns</c> or <c>command</c> gate once.</summary>
    /// <param name="id">The gate's id, for simulations and for a command's environment.</param>
    /// <param name="attempt">From 1.</param>
    Task<ProbeAnswer> ProbeAsync(GateId id, Gate gate, int attempt, ValueResolver values, CancellationToken cancellationToken);

    /// <summary>Runs a step's program to its end. The token kills it with all its children.</summary>
    Task<ProbeAnswer> RunAsync(StepId step, CommandLine command, int attempt, ValueResolver values, CancellationToken cancellationToken);

    /// <summary>Sends a step's request.</summary>
    Task<ProbeAnswer> SendAsync(StepId step, HttpAction request, int attempt, ValueResolver values, CancellationToken cancellationToken);

    /// <summary>Sends a message to an address of <c>notify</c>; it holds where the address took it.</summary>
    /// <param name="number">The address's place in the list, from 1, for simulations.</param>
    /// <param name="message">JSON.</param>
    /// <param name="attempt">From 1.</param>
    Task<ProbeAnswer> TellAsync(int number, Notification notification, byte[] message, int attempt, ValueResolver values, CancellationToken cancellationToken);
}

/// <summary>What was seen.</summary>
/// <param name="Holds">Whether it is as stated.</param>
/// <param name="Detail">One line for people; secrets redacted.</param>
/// <param name="Evidence">Output or answer, redacted; at most 1 MiB, cut with a mark.</param>
/// <param name="Sent">Whether the program was started or the request may have left: false proves that nothing happened.</param>
/// <param name="Known">Whether it is known what came of it: false for a request whose answer never came.</param>
public sealed record ProbeAnswer(bool Holds, string Detail, ReadOnlyMemory<byte>? Evidence, bool Sent = true, bool Known = true);
