namespace DrRunbook.EnterpriseManager.Wire;

/// <summary>The manager's own form of an error.</summary>
/// <remarks>
/// In XML <c>Message</c> and <c>StatusCode</c> are attributes of <c>Error</c> (Enterprise Manager REST API, schema of version 9.5 to 13). In
/// JSON all five members are written, be they null; two of them alone are what gateways of other vendors answer.
/// </remarks>
internal sealed record WireError(string Message, int StatusCode)
{
    /// <summary>The namespace of every body of the manager, in all versions.</summary>
    public const string XmlNamespace = "http://www.veeam.com/ent/v1.0";

    /// <summary>Reads an error; null where the body is something else, such as a proxy's page.</summary>
    public static WireError? From(WireNode? body)
    {
        if (body?.TextOf("Message") is not { } message || WireValue.Number(body.TextOf("StatusCode")) is not { } status)
        {
            return null;
        }

        var isJson = body.Name.Length == 0 && (body.Child("FirstChanceExceptionMessage") ?? body.Child("StackTrace")) is not null;
        return isJson || (body.Name == "Error" && body.XmlNamespace == XmlNamespace) ? new WireError(message, status) : null;
    }
}
