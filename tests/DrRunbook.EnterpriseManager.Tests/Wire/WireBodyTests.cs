using System.Text;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Tests.Wire;

public sealed class WireBodyTests
{
    private const string Error = """<Error Message="no" StatusCode="403" xmlns="http://www.veeam.com/ent/v1.0" />""";

    [Theory]
    [InlineData("application/json", Error)]
    [InlineData("text/plain", Error)]
    [InlineData(null, Error)]
    [InlineData("application/xml", """{"Message":"no","StackTrace":null,"StatusCode":403}""")]
    [InlineData("text/html", """{"message":"no","statusCode":"403","stackTrace":null}""")]
    [InlineData("application/json; charset=utf-8", "\uFEFF{\"Message\":\"no\",\"StackTrace\":null,\"StatusCode\":403}")]
    public void An_error_is_read_whatever_it_is_sent_as(string? mediaType, string body) =>
        Assert.Equal(new WireError("no", 403), WireError.From(WireBody.Read(Encoding.UTF8.GetBytes(body), mediaType).Node));

    [Theory]
    [InlineData("text/html", "<html><body><h1>403 Forbidden</h1></body></html>")]
    [InlineData("text/html", "<!DOCTYPE html><html><head><title>Bad Gateway</title></head></html>")]
    [InlineData("text/plain", "Service unavailable")]
    [InlineData("application/xml", """<Error Message="no" StatusCode="403" />""")]
    [InlineData("application/xml", """<Error xmlns="http://www.veeam.com/ent/v1.0"><Message>no</Message></Error>""")]
    [InlineData("application/json", """{"message":"Forbidden"}""")]
    [InlineData("application/json", "[]")]
    [InlineData("application/xml", "")]
    public void What_is_not_the_managers_own_error_is_none(string mediaType, string body) =>
        Assert.Null(WireError.From(WireBody.Read(Encoding.UTF8.GetBytes(body), mediaType).Node));

    [Fact]
    public void A_document_type_is_refused_before_any_entity_of_it_is_looked_at()
    {
        const string bomb = """<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><Task><TaskId>&b;</TaskId></Task>""";

        var reading = WireBody.Read(Encoding.UTF8.GetBytes(bomb), "application/xml");

        Assert.Null(reading.Node);
        Assert.NotNull(reading.Problem);
    }

    [Theory]
    [InlineData("application/xml", "<a>", "</a>")]
    [InlineData("application/json", """{"a":""", "}")]
    public void A_body_nested_without_end_is_refused(string mediaType, string open, string close)
    {
        var body = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));

        Assert.Null(WireBody.Read(Encoding.UTF8.GetBytes(body), mediaType).Node);
    }

    [Theory]
    [InlineData("2025-06-18T10:36:45.317Z", "2025-06-18T10:36:45.3170000+00:00")]
    [InlineData("2025-06-18T10:36:45.1234567Z", "2025-06-18T10:36:45.1234567+00:00")]
    [InlineData("2025-06-18T10:36:45", "2025-06-18T10:36:45.0000000+00:00")]
    [InlineData("2025-06-18T12:36:45+02:00", "2025-06-18T10:36:45.0000000+00:00")]
    [InlineData("1753-01-01T00:00:00Z", null)]
    [InlineData("soon", null)]
    [InlineData(null, null)]
    public void Times_are_UTC_and_1753_is_never(string? text, string? expected) => Assert.Equal(expected, WireValue.Time(text)?.ToString("O"));

    [Theory]
    [InlineData("https://localhost:9398/api/backupServers/7445E6CE-86f5-4171-b909-dac209c66563", "urn:veeam:BackupServer:7445e6ce-86f5-4171-b909-dac209c66563")]
    [InlineData("https://elsewhere/api/BACKUPSERVERS/7445e6ce-86f5-4171-b909-dac209c66563?format=Entity", "urn:veeam:BackupServer:7445e6ce-86f5-4171-b909-dac209c66563")]
    [InlineData("https://localhost:9398/api/replicas/7445e6ce-86f5-4171-b909-dac209c66563", null)]
    [InlineData("https://localhost:9398/api/backupServers/../../etc/passwd", null)]
    [InlineData("http://[", null)]
    public void A_link_gives_an_id_only_where_its_path_is_of_the_right_kind(string href, string? uid) =>
        Assert.Equal(uid, Uid.InLink(Uid.BackupServer, "backupServers", href));

    [Fact]
    public void Entities_are_found_by_their_type_in_containers_of_any_name()
    {
        const string odd = """
            {"Resources":{"sInTask":{"anything":[{"taskId":"task-1","type":"Task","links":[{"rel":"Delete","href":"x","type":"Task"}]}]}}}
            """;

        Assert.Equal(["task-1"], WireTask.AllIn(WireBody.Read(Encoding.UTF8.GetBytes(odd), "application/json").Node).Select(task => task.Id));
    }

    [Theory]
    [InlineData("""{"Tasks":{"Tasks":[{"TaskId":"task-1"},{"TaskId":"task-2"}]}}""")]
    [InlineData("""{"Tasks":[{"TaskId":"task-1","Links":null},{"TaskId":"task-2","Result":null}]}""")]
    public void Entities_without_a_type_are_found_in_a_list_of_their_name(string body) =>
        Assert.Equal(["task-1", "task-2"], WireTask.AllIn(WireBody.Read(Encoding.UTF8.GetBytes(body), null).Node).Select(task => task.Id));
}
