using DrRunbook.Core.Runbooks;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Doubles;

/// <summary>Makes clients over real sockets; what is waited for passes on a clock that the test moves.</summary>
internal static class SocketClient
{
    public const string Password = "secret-password";
    public const string PointUid = "urn:veeam:VAppReplicaPoint:7ba40ff8-2fd2-49e8-9c14-831f6e8203ca";

    public static ManagerClientOptions Options(Uri url, FakeTimeProvider clock) => new()
    {
        Name = new ManagerName("site-b"),
        Url = url,
        Credentials = () => new LogonCredentials("LAB\\operator", Password),
        Clock = clock,
        Facts = new FactList(),
    };
}
