using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Transport;

/// <summary>What came back for a request: a usable answer, or the reason why there is none.</summary>
internal sealed class Answer
{
    /// <summary>The HTTP status; 0 where no answer came.</summary>
    public int Status { get; init; }

    /// <summary>The body; null where it is empty or cannot be read.</summary>
    public WireNode? Body { get; init; }

    /// <summary>Why this is no success, in one line for people and free of secrets; null for a success.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether the body is the manager's own <c>Error</c>.</summary>
    public bool IsManagersError { get; init; }

    /// <summary>Whether the same request may well succeed a little later.</summary>
    public bool MayPass { get; init; }

    /// <summary>The token of the header <c>X-RestSvcSessionId</c>, or null.</summary>
    public string? Token { get; init; }

    /// <summary>The answer's <c>Date</c>, or null.</summary>
    public DateTimeOffset? Date { get; init; }

    /// <summary>When it came, by the run's clock.</summary>
    public DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The certificate, where its refusal is why no answer came; else null.</summary>
    public CertificateSeen? Refused { get; init; }

    public bool IsSuccess => Problem is null;

    /// <summary>Whether the manager itself was heard, be it with an error.</summary>
    public bool IsHeard => IsSuccess || IsManagersError;

    /// <summary>Why this is no success; empty for a success.</summary>
    public string Why => Problem ?? "";
}
