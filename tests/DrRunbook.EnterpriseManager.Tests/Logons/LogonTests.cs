using System.Net;
using DrRunbook.Core.Execution;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;

namespace DrRunbook.EnterpriseManager.Tests.Logons;

public sealed class LogonTests
{
    private readonly VirtualManager _virtual = new();

    private MemoryManager Manager => _virtual.Manager;

    [Fact]
    public void Connecting_tells_the_version_and_the_clock_offset_and_posts_nothing()
    {
        Manager.ClockOffset = TimeSpan.FromSeconds(-42);

        Assert.Equal(new Connected("v1_7", TimeSpan.FromSeconds(-42), null), Connect());
        Assert.Equal(["GET ", "POST sessionMngr/?v=latest", "GET query?type=VAppReplicaPoint&format=Entities&pageSize=1&page=1"], Manager.Requests);
        Assert.Empty(_virtual.Facts.All);
    }

    [Fact]
    public void A_missing_credential_is_named_before_anything_is_sent()
    {
        _virtual.Credentials = new CredentialNotThere("env:SITE_B_PASSWORD");

        Assert.Equal(new CredentialMissing("env:SITE_B_PASSWORD"), Connect());
        Assert.Empty(Manager.Requests);
    }

    [Fact]
    public void Bad_credentials_are_refused_once_and_not_tried_again()
    {
        _virtual.Credentials = new LogonCredentials("LAB\\operator", "secret-password") { UserNameSource = "env:SITE_B_USER" };
        Manager.Instead = path => path.StartsWith("POST sessionMngr", StringComparison.Ordinal) ? MemoryManager.Error(401, "Access denied") : null;

        Assert.Equal(new LogonRefused("the logon with the user name in env:SITE_B_USER is refused (HTTP 401: Access denied)"), Connect());
        Assert.Equal(1, Manager.CountOf("POST sessionMngr"));
    }

    [Fact]
    public void While_credentials_are_refused_a_watched_failover_does_not_lock_the_account()
    {
        _virtual.Connect();
        Manager.Restart();
        Manager.Instead = path => path.StartsWith("POST sessionMngr", StringComparison.Ordinal) ? MemoryManager.Error(401, "Access denied") : null;
        _virtual.Watch();
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(30));

        Assert.InRange(Manager.CountOf("POST sessionMngr"), 2, 7);
        Assert.Single(_virtual.Facts.Of<ManagerLost>());
    }

    [Fact]
    public void An_account_without_the_role_is_told_which_one_it_needs()
    {
        Manager.Instead = path => path.StartsWith("GET query", StringComparison.Ordinal) ? MemoryManager.Error(403, "Access denied") : null;

        Assert.Contains("VM Restore Operator", Assert.IsType<LogonRefused>(Connect()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Something_else_than_an_Enterprise_Manager_gets_no_password()
    {
        Manager.Instead = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html><body>It works!</body></html>") };

        Assert.Equal(new ManagerUnreachable("https://em.example:9398 answered, but not as an Enterprise Manager does"), Connect());
        Assert.Equal(["GET "], Manager.Requests);
    }

    [Fact]
    public void A_redirect_is_named_and_not_followed()
    {
        Manager.Instead = _ => new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://elsewhere.invalid/api/") } };

        Assert.Contains("points to another address", Assert.IsType<ManagerUnreachable>(Connect()).Detail, StringComparison.Ordinal);
        Assert.Single(Manager.Requests);
    }

    [Fact]
    public void Reads_are_repeated_with_growing_pauses_until_they_succeed()
    {
        var refusals = 3;
        Manager.Instead = _ => refusals-- > 0 ? MemoryManager.Error(503, "busy") : null;
        var connecting = _virtual.Client.ConnectAsync(CancellationToken.None);
        Assert.Single(Manager.Requests);
        _virtual.Advance(1);
        Assert.Equal(2, Manager.Requests.Count);
        _virtual.Advance(2);
        Assert.Equal(3, Manager.Requests.Count);
        _virtual.Advance(3);
        Assert.Equal(3, Manager.Requests.Count);
        _virtual.Advance(1);

        Assert.IsType<Connected>(VirtualManager.Done(connecting));
    }

    [Theory]
    [InlineData("application/xml", "<EnterpriseManager")]
    [InlineData("application/json", """{"Links":[""")]
    public void A_body_that_is_cut_off_is_asked_for_again(string mediaType, string body)
    {
        var cuts = 1;
        Manager.Instead = path => path == "GET " && cuts-- > 0
            ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, System.Text.Encoding.UTF8, mediaType) }
            : null;
        var connecting = _virtual.Client.ConnectAsync(CancellationToken.None);
        _virtual.Advance(1);

        Assert.IsType<Connected>(VirtualManager.Done(connecting));
    }

    [Fact]
    public void A_read_without_an_answer_ends_after_its_limit()
    {
        Manager.Instead = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        var connecting = _virtual.Client.ConnectAsync(CancellationToken.None);
        _virtual.AdvanceSlowly(TimeSpan.FromSeconds(7));

        Assert.Equal(new ManagerUnreachable("https://em.example:9398 cannot be reached: Connection refused"), VirtualManager.Done(connecting));
        Assert.Equal(4, Manager.Requests.Count);
    }

    [Fact]
    public void Four_hours_of_waiting_for_a_person_do_not_end_the_logon()
    {
        _virtual.Connect();
        var longest = TimeSpan.Zero;
        for (var minute = 0; minute < 240; minute++)
        {
            _virtual.Advance(60);
            longest = _virtual.Now - Manager.LastRequestAt > longest ? _virtual.Now - Manager.LastRequestAt : longest;
        }

        Assert.Equal(1, Manager.LogonCount);
        Assert.InRange(longest, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(6));
        Assert.InRange(Manager.CountOf("GET logonSessions/"), 40, 50);
    }

    [Fact]
    public void A_session_that_ran_out_is_replaced_once_for_all_who_notice()
    {
        _virtual.Connect();
        Manager.Restart();
        var searches = Enumerable.Range(0, 5).Select(_ => _virtual.Client.FindRestorePointsAsync("erp-db", CancellationToken.None)).ToList();

        Assert.All(searches, search => Assert.Null(VirtualManager.Done(search).Problem));
        Assert.Equal(2, Manager.LogonCount);
        Assert.Single(_virtual.Facts.Of<LogonRenewed>());
    }

    [Fact]
    public void Disposing_logs_out_of_the_own_session_alone_and_ends_every_wait()
    {
        _virtual.Connect();
        _virtual.Watch();
        _virtual.End();
        Manager.Requests.Clear();
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(20));

        Assert.Empty(Manager.Requests);
        Assert.Empty(_virtual.Faults);
    }

    [Fact]
    public void The_session_that_is_ended_is_that_of_the_last_logon()
    {
        _virtual.Connect();
        Manager.Restart();
        VirtualManager.Done(_virtual.Client.FindRestorePointsAsync("erp-db", CancellationToken.None));
        _virtual.End();

        Assert.Equal("DELETE logonSessions/secret-session-2", Manager.Requests[^1]);
    }

    [Fact]
    public void A_session_that_was_replaced_is_ended_as_well_for_a_401_need_not_have_been_the_managers()
    {
        _virtual.Connect();
        var refusals = 1;
        Manager.Instead = path => path.StartsWith("GET query", StringComparison.Ordinal) && refusals-- > 0 ? new HttpResponseMessage(HttpStatusCode.Unauthorized) : null;
        VirtualManager.Done(_virtual.Client.FindRestorePointsAsync("erp-db", CancellationToken.None));
        _virtual.End();

        Assert.Equal(["DELETE logonSessions/secret-session-1", "DELETE logonSessions/secret-session-2"], Manager.Requests.TakeLast(2));
    }

    [Fact]
    public void A_session_that_is_being_made_when_nobody_wants_it_any_more_is_heard_out_and_ended()
    {
        var answer = new TaskCompletionSource<HttpResponseMessage>();
        Manager.Later = path => path.StartsWith("POST sessionMngr", StringComparison.Ordinal) ? answer.Task : null;
        using var halt = new CancellationTokenSource();
        var connecting = _virtual.Client.ConnectAsync(halt.Token);
        halt.Cancel();
        Assert.True(connecting.IsCanceled);
        var ending = _virtual.Client.DisposeAsync().AsTask();
        Assert.False(ending.IsCompleted);
        answer.SetResult(Manager.LogOn());

        VirtualManager.Done(Completed(ending));
        Assert.Equal("DELETE logonSessions/secret-session-1", Manager.Requests[^1]);
    }

    [Fact]
    public void A_logon_that_is_never_answered_holds_the_end_up_for_five_seconds_and_no_longer()
    {
        Manager.Later = path => path.StartsWith("POST sessionMngr", StringComparison.Ordinal) ? new TaskCompletionSource<HttpResponseMessage>().Task : null;
        using var halt = new CancellationTokenSource();
        _ = _virtual.Client.ConnectAsync(halt.Token);
        halt.Cancel();
        var ending = _virtual.Client.DisposeAsync().AsTask();
        _virtual.Advance(4);
        Assert.False(ending.IsCompleted);
        _virtual.Advance(1);

        VirtualManager.Done(Completed(ending));
    }

    [Fact]
    public void A_manager_that_is_lost_while_a_person_is_waited_for_is_told_and_told_again_when_it_is_back()
    {
        _virtual.Connect();
        Manager.Instead = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(12));
        Assert.Equal(["lost: https://em.example:9398 cannot be reached: Connection refused"], _virtual.Facts.Lines());

        Manager.Instead = null;
        _virtual.AdvanceSlowly(TimeSpan.FromMinutes(6));
        Assert.Single(_virtual.Facts.Of<ManagerReached>());
    }

    [Fact]
    public void Logging_out_is_tried_once_even_while_the_manager_is_away()
    {
        _virtual.Connect();
        Manager.Instead = _ => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");
        Manager.Requests.Clear();

        _virtual.End();
        Assert.Single(Manager.Requests);
    }

    [Fact]
    public void No_secret_is_in_any_trace_or_text()
    {
        Manager.Instead = path => path.StartsWith("GET tasks", StringComparison.Ordinal) ? MemoryManager.Error(400, "no secret-token-1, no secret-session-1, no secret-password") : null;
        _virtual.Connect();
        _virtual.Watch();
        _virtual.Advance(5);
        _virtual.End();

        Assert.Equal(["lost: HTTP 400: no ***, no ***, no ***"], _virtual.Facts.Lines());
        Assert.NotEmpty(_virtual.Trace);
        Assert.DoesNotContain(_virtual.Trace, line => line.Contains("secret-", StringComparison.Ordinal));
        Assert.Equal("LogonCredentials", _virtual.Credentials.ToString());
    }

    private static async Task<bool> Completed(Task work)
    {
        await work;
        return true;
    }

    private ConnectOutcome Connect() => VirtualManager.Done(_virtual.Client.ConnectAsync(CancellationToken.None));
}
