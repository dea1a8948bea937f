using DrRunbook.Simulator.State;
using DrRunbook.Simulator.Wire;

namespace DrRunbook.Simulator.Http;

/// <summary>A request that was let in.</summary>
internal sealed record Call(SimulatorRequest Request, Route Route, LogonSession Session, DateTimeOffset Now);

/// <summary>What a resource answers, before it has a form on the wire.</summary>
internal sealed record Reply(int Status, Element? Content = null)
{
    /// <summary>Headers besides those of the body.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>The number of the effect the request had; null: none that counts.</summary>
    public int? Effect { get; init; }

    /// <summary>The message, where it is an error.</summary>
    public string? ErrorMessage { get; init; }

    public static Reply NotFound { get; } = Error(404, "Resource not found");

    public static Reply WrongVerb { get; } = Error(405, "Method not allowed");

    public static Reply AccessDenied { get; } = Error(403, "Access denied");

    public static Reply BadBody { get; } = Error(400, "Request body is invalid");

    public static Reply Error(int status, string message, string? inner = null) =>
        new(status, ServiceForms.Error(status, message, inner)) { ErrorMessage = message };

    public static Reply TaskUnknown(string id)
    {
        var message = $"There is no backup task with id [{id}] in current rest session";
        return Error(500, message, message);
    }
}
