using System.Net;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;

namespace DrRunbook.EnterpriseManager.Tests.Hostile;

/// <summary>A manager that repeats what it was told in every text it writes: none of that comes out of the client.</summary>
public sealed class EchoedSecretTests
{
    private static readonly string[] Secrets = ["secret-password", "secret-token-1", "secret-session-1", @"LAB\operator"];
    private readonly VirtualManager _virtual = new();

    public static TheoryData<string> Forms => ["plain", "Base64", "Basic", "hexadecimal", "URL", "JSON", "XML"];

    private MemoryManager Manager => _virtual.Manager;

    [Theory]
    [MemberData(nameof(Forms))]
    public void Nothing_that_the_manager_repeats_is_told(string form)
    {
        var echo = $"x {string.Join(" | ", Secrets.Select(secret => Encode(form, secret)))} x";
        _virtual.Connect();
        Manager.Points.Add(With(Entities.Point(1, "erp-db", VirtualManager.Start, vm: 1), element => element.SetAttributeValue("Name", echo)));
        Manager.VmPoints.Add(With(Entities.VmPoint(1, "db1", VirtualManager.Start), element => element.SetAttributeValue("VmDisplayName", echo)));
        var points = VirtualManager.Done(_virtual.Client.FindRestorePointsAsync("erp-db", CancellationToken.None));
        var point = Assert.Single(points.Points);
        string[] told = [point.Name, .. point.VmPoints.Select(vm => vm.Vm)];

        _virtual.Watch();
        Manager.Tasks.Add(With(Entities.Task(1, "Finished", success: true, message: echo, session: 7), element => element.SetElementValue(MemoryManager.Ns + "State", "Finished")));
        Manager.Sessions.Add(With(Entities.Session(7, "db1", _virtual.Now, state: echo, result: echo), element => element.Add(new XElement(MemoryManager.Ns + "FailureMessage", echo))));
        _virtual.Advance(5);
        Manager.Instead = path => path.StartsWith("POST vAppReplicaPoints", StringComparison.Ordinal) ? MemoryManager.Error(500, echo) : path.StartsWith("GET tasks", StringComparison.Ordinal) || path.StartsWith("GET query", StringComparison.Ordinal) ? MemoryManager.Error(400, echo) : null;
        var doubtful = Assert.IsType<FailoverUnanswered>(VirtualManager.Done(_virtual.Client.RequestFailoverAsync(SocketClient.PointUid, () => true, CancellationToken.None)));
        var traces = VirtualManager.Done(_virtual.Client.FindTracesAsync(point, VirtualManager.Start, _virtual.Now, CancellationToken.None));
        _virtual.Advance(60);
        _virtual.End();

        told = [.. told, doubtful.Detail, traces.Problem!, .. _virtual.Facts.All.Select(fact => fact.ToString()!), .. _virtual.Facts.Lines(), .. _virtual.Trace];
        Assert.True(told.Count(text => text.Contains("***", StringComparison.Ordinal)) >= 7, string.Join('\n', told));
        var names = told[..2];
        foreach (var secret in Secrets.SelectMany(secret => new[] { secret, Encode(form, secret) }))
        {
            // A VM may be called like a user; it is found again by its name.
            var texts = secret.StartsWith("secret", StringComparison.Ordinal) || form == "plain" ? told.Except(secret == Secrets[3] ? names : []) : told.Skip(2);
            Assert.DoesNotContain(texts, text => text.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public void The_manager_did_receive_what_is_hidden()
    {
        string? basic = null;
        var seen = new List<string>();
        Manager.Seen = request =>
        {
            basic ??= request.Headers.Authorization?.Parameter;
            seen.AddRange(request.Headers.TryGetValues("X-RestSvcSessionId", out var tokens) ? tokens : []);
        };
        _virtual.Connect();

        Assert.Equal(@"LAB\operator:secret-password", Encoding.UTF8.GetString(Convert.FromBase64String(basic!)));
        Assert.Contains("secret-token-1", seen);
    }

    private static string Encode(string form, string secret) => form switch
    {
        "Base64" => Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)),
        "Basic" => Convert.ToBase64String(Encoding.UTF8.GetBytes($@"LAB\operator:{secret}")),
        "hexadecimal" => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(secret)),
        "URL" => string.Concat(Encoding.UTF8.GetBytes(secret).Select(value => $"%{value:X2}")),
        "JSON" => string.Concat(secret.Select(unit => $"\\u{(int)unit:x4}")),
        "XML" => WebUtility.HtmlEncode(JsonEncodedText.Encode(secret).ToString()),
        _ => secret,
    };

    private static XElement With(XElement element, Action<XElement> change)
    {
        change(element);
        return element;
    }
}
