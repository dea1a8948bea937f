using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;
using Microsoft.Extensions.Time.Testing;

namespace DrRunbook.EnterpriseManager.Tests.Hostile;

/// <summary>A manager that points elsewhere: nothing goes there, no token and not even a connection.</summary>
public sealed class ForeignHostTests : IAsyncDisposable
{
    private readonly SocketManager _elsewhere = new();
    private readonly SocketManager _manager = new();
    private readonly EnterpriseManagerClient _client;

    public ForeignHostTests() => _client = EnterpriseManagerClient.Create(SocketClient.Options(_manager.Url, new FakeTimeProvider(DateTimeOffset.UnixEpoch)));

    public static TheoryData<string, string> Redirects => new(
        from status in new[] { "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect" }
        from request in new[] { "GET /api/ ", "POST /api/sessionMngr/", "GET /api/query?" }
        select (status, request));

    [Theory]
    [MemberData(nameof(Redirects))]
    public async Task A_redirected_read_or_logon_is_no_success_and_goes_nowhere(string status, string request)
    {
        _manager.Instead = line => line.StartsWith(request, StringComparison.Ordinal) ? Redirect(status, line) : null;

        var outcome = await _client.ConnectAsync(CancellationToken.None);

        Assert.Contains("points to another address, where no token is sent", Assert.IsType<ManagerUnreachable>(outcome).Detail, StringComparison.Ordinal);
        NothingWentElsewhere();
    }

    [Theory]
    [InlineData("301 Moved Permanently")]
    [InlineData("302 Found")]
    [InlineData("303 See Other")]
    [InlineData("307 Temporary Redirect")]
    [InlineData("308 Permanent Redirect")]
    public async Task A_redirected_failover_is_in_doubt_and_goes_nowhere(string status)
    {
        Assert.IsType<Connected>(await _client.ConnectAsync(CancellationToken.None));
        _manager.OnFailover = _ => Redirect(status, "POST /api/x ");

        Assert.IsType<FailoverUnanswered>(await _client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None));

        Assert.Single(_manager.Failovers);
        NothingWentElsewhere();
    }

    [Fact]
    public async Task Links_to_another_host_lead_back_to_the_address_of_the_runbook()
    {
        var foreign = Samples.Text("query-vappreplicapoint.xml").Replace("https://localhost:9398", _elsewhere.Url.ToString().TrimEnd('/'), StringComparison.Ordinal);
        _manager.Instead = line => line.StartsWith("GET /api/query?type=VAppReplicaPoint", StringComparison.Ordinal) ? SocketReply.Of("200 OK", "application/xml", foreign) : null;
        Assert.IsType<Connected>(await _client.ConnectAsync(CancellationToken.None));
        var before = _manager.Requests.Length;

        await _client.FindRestorePointsAsync("erp-db", CancellationToken.None);

        Assert.True(_manager.Requests.Length > before);
        NothingWentElsewhere();
        Assert.Contains(_elsewhere.Url.Authority, foreign, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _manager.DisposeAsync();
        await _elsewhere.DisposeAsync();
    }

    private SocketReply Redirect(string status, string line) =>
        SocketReply.Of(status, null, "", $"Location: {_elsewhere.Url.ToString().TrimEnd('/')}{line.Split(' ')[1]}", "X-RestSvcSessionId: foreign");

    private void NothingWentElsewhere() => Assert.Equal(0, _elsewhere.Connections);
}
