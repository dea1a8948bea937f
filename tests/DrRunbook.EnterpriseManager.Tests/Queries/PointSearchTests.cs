using System.Net;
using System.Xml.Linq;
using DrRunbook.Engine.Ports;
using DrRunbook.EnterpriseManager.Tests.Doubles;

namespace DrRunbook.EnterpriseManager.Tests.Queries;

public sealed class PointSearchTests
{
    private static readonly DateTimeOffset Six = VirtualManager.Start;
    private readonly VirtualManager _virtual = new();

    private MemoryManager Manager => _virtual.Manager;

    [Fact]
    public void A_point_is_listed_once_with_the_points_of_all_its_VMs_the_newest_first()
    {
        AddPoint(1, Six.AddHours(-9), 11, 12);
        AddPoint(2, Six.AddMinutes(-14), 21, 22);
        Manager.VmPoints.Add(Entities.VmPoint(11, "db2", Six.AddHours(-9)));
        Manager.VmPoints.Add(Entities.VmPoint(12, "db1", Six.AddHours(-9)));
        Manager.VmPoints.Add(Entities.VmPoint(21, "db1", Six.AddMinutes(-14)));
        Manager.VmPoints.Add(Entities.VmPoint(22, "db2", Six.AddMinutes(-115)));

        var points = Find().Points;

        Assert.Equal([Uid(2), Uid(1)], points.Select(point => point.Uid));
        Assert.Equal(["db1", "db2"], points[0].VmPoints.Select(vm => vm.Vm));
        Assert.Equal(Six.AddMinutes(-115), points[0].OldestAt);
        Assert.Equal($"urn:veeam:Replica:{Entities.Id(1)}", points[0].ReplicaUid);
        Assert.Equal($"urn:veeam:BackupServer:{Entities.Id(1)}", points[0].BackupServerUid);
        Assert.Equal("backup.example", points[0].BackupServerName);
        Assert.True(points[0].CanFailOver);
    }

    [Fact]
    public void All_pages_are_read_and_the_filter_is_repeated_on_each()
    {
        Manager.PageSize = 3;
        for (var number = 1; number <= 5; number++)
        {
            AddPoint(number, Six.AddHours(-number), 10 + number, 20 + number);
            Manager.VmPoints.Add(Entities.VmPoint(10 + number, "db1", Six.AddHours(-number)));
            Manager.VmPoints.Add(Entities.VmPoint(20 + number, "db2", Six.AddHours(-number)));
        }

        Assert.Equal(5, Find().Points.Length);
        var pages = Manager.Requests.Where(request => request.StartsWith("GET query?type=VAppReplicaPoint&format=Entities&sortDesc", StringComparison.Ordinal)).ToList();
        Assert.Equal(4, pages.Count);
        Assert.All(pages, page => Assert.Contains("filter=VAppName%3D%3D%22erp-db%22", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_number_of_requests_does_not_grow_with_the_number_of_VMs()
    {
        for (var vm = 1; vm <= 60; vm++)
        {
            Manager.Points.Add(Entities.Point(1, "erp-db", Six, vm));
            Manager.VmPoints.Add(Entities.VmPoint(vm, $"vm-{vm}", Six));
        }

        Assert.Equal(60, Find().Points.Single().VmPoints.Length);
        Assert.Equal(5, Manager.Requests.Count);
    }

    [Fact]
    public void A_server_that_ignores_the_filter_does_not_pass_another_vApps_points_off_as_ours()
    {
        AddPoint(1, Six, 11);
        Manager.VmPoints.Add(Entities.VmPoint(11, "db1", Six));
        Manager.Points.Add(Entities.Point(2, "erp-web", Six, 21));

        Assert.Equal([Uid(1)], Find().Points.Select(point => point.Uid));
    }

    [Fact]
    public void A_name_in_another_case_is_not_taken_for_ours_and_said()
    {
        Manager.Points.Add(Entities.Point(1, "ERP-DB", Six, 11));

        Assert.Equal("the manager writes this vApp's name 'ERP-DB', not 'erp-db'", Find().Problem);
    }

    [Fact]
    public void No_points_are_no_problem_of_the_manager()
    {
        var found = Find();

        Assert.Null(found.Problem);
        Assert.Empty(found.Points);
    }

    [Fact]
    public void A_vApp_name_with_quotation_marks_stays_one_value()
    {
        Connect();
        VirtualManager.Done(_virtual.Client.FindRestorePointsAsync("""a "b";x==y""", CancellationToken.None));

        Assert.Contains("""VAppName=="a ""b"";x==y"&""", Uri.UnescapeDataString(Manager.Requests[^1]), StringComparison.Ordinal);
        Assert.Single(Manager.Requests[^1].Split("&filter=")[1].Split('&')[0].Split(';'));
    }

    [Fact]
    public void A_point_without_the_failover_link_says_so()
    {
        Manager.Points.Add(Entities.Point(1, "erp-db", Six, 11, canFailOver: false));
        Manager.VmPoints.Add(Entities.VmPoint(11, "db1", Six));

        Assert.False(Find().Points.Single().CanFailOver);
    }

    [Fact]
    public void Points_of_several_replicas_are_all_listed_for_the_plan_to_judge()
    {
        Manager.Points.Add(Entities.Point(1, "erp-db", Six, 11));
        Manager.Points.Add(Entities.Point(2, "erp-db", Six, 21, replica: 2, server: 2));
        Manager.VmPoints.Add(Entities.VmPoint(11, "db1", Six));
        Manager.VmPoints.Add(Entities.VmPoint(21, "db1", Six));

        Assert.Equal(2, Find().Points.Select(point => point.ReplicaUid).Distinct().Count());
        Assert.Equal(2, Manager.CountOf("GET query?type=VmReplicaPoint"));
    }

    [Fact]
    public void A_VM_point_that_no_query_lists_is_read_by_its_id_and_a_point_that_cannot_be_dated_is_left_out()
    {
        AddPoint(1, Six, 11);
        AddPoint(2, Six.AddHours(-1), 21);
        Connect();
        Manager.Instead = path => path.StartsWith("GET query?type=VmReplicaPoint", StringComparison.Ordinal)
            ? MemoryManager.Xml(HttpStatusCode.OK, new XElement(MemoryManager.Ns + "QueryResult"))
            : null;
        Manager.VmPoints.Add(Entities.VmPoint(21, "db1", Six.AddHours(-2)));

        var point = VirtualManager.Done(_virtual.Client.FindRestorePointsAsync("erp-db", CancellationToken.None)).Points.Single();

        Assert.Equal(Uid(2), point.Uid);
        Assert.Equal(Six.AddHours(-2), point.OldestAt);
    }

    [Fact]
    public void Points_of_which_none_can_be_dated_are_a_problem()
    {
        AddPoint(1, Six, 11);

        Assert.Equal("none of the 1 restore points can be dated: the manager does not list the points of their VMs", Find().Problem);
    }

    [Fact]
    public void A_role_that_does_not_suffice_is_a_problem_with_a_way_out()
    {
        Connect();
        Manager.Instead = _ => MemoryManager.Error(403, "Access denied");

        Assert.Contains("it needs the role Portal Administrator, Portal User or VM Restore Operator", Find().Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_query_without_end_is_given_up()
    {
        Connect();
        Manager.Instead = path => Page(path, pages: int.MaxValue, number: int.Parse(path[(path.LastIndexOf('=') + 1)..], System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal("the query for VAppReplicaPoint has more than 1000 pages", Find().Problem);
    }

    [Fact]
    public void A_server_that_shows_the_same_page_for_ever_is_given_up_at_once()
    {
        Connect();
        Manager.Instead = path => Page(path, pages: 5, number: 1);

        Assert.Equal("page 2 of the query for VAppReplicaPoint was asked for and page 1 came", Find().Problem);
    }

    [Fact]
    public void A_proxys_page_in_place_of_a_result_is_not_taken_for_an_empty_one()
    {
        Connect();
        Manager.Instead = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html><body>log in</body></html>") };

        Assert.Equal("the query for VAppReplicaPoint was answered, but not by the query service of an Enterprise Manager", Find().Problem);
    }

    [Fact]
    public void Traces_of_a_lost_request_are_the_sessions_of_its_server_time_and_names()
    {
        Manager.ClockOffset = TimeSpan.FromMinutes(2);
        Connect();
        var there = Six + Manager.ClockOffset;
        Manager.Tasks.Add(Entities.Task(1, "Running", session: 31));
        Manager.Sessions.Add(Entities.Session(30, "erp-db", there.AddSeconds(-1)));
        Manager.Sessions.Add(Entities.Session(31, "db1", there.AddSeconds(1)));
        Manager.Sessions.Add(Entities.Session(32, "db1", there.AddMinutes(21)));
        Manager.Sessions.Add(Entities.Session(33, "web1", there.AddSeconds(1)));
        Manager.Sessions.Add(Entities.Session(34, "erp-db", there.AddSeconds(1), server: 2));

        var traces = VirtualManager.Done(_virtual.Client.FindTracesAsync(
            Entities.RestorePoint("erp-db", Six, "db1"), Six, Six.AddMinutes(20), CancellationToken.None));

        Assert.Null(traces.Problem);
        Assert.Equal(new TracedTask("task-1", 1, "Running", $"urn:veeam:RestoreSession:{Entities.Id(31)}"), traces.Tasks.Single());
        Assert.Equal($"urn:veeam:RestoreSession:{Entities.Id(31)}", traces.Sessions.Single().SessionUid);
        Assert.Null(traces.Sessions.Single().ClaimedBy);
    }

    private static string Uid(int number) => $"urn:veeam:VAppReplicaPoint:{Entities.Id(number)}";

    private static HttpResponseMessage Page(string path, int pages, int number) => MemoryManager.Xml(HttpStatusCode.OK, new XElement(
        MemoryManager.Ns + "QueryResult",
        new XElement(MemoryManager.Ns + "PagingInfo", new XAttribute("PagesCount", pages), new XAttribute("PageNum", number), new XAttribute("From", path))));

    private void AddPoint(int number, DateTimeOffset created, params int[] vms)
    {
        foreach (var vm in vms)
        {
            Manager.Points.Add(Entities.Point(number, "erp-db", created, vm));
        }
    }

    private void Connect() => _virtual.Connect();

    private PointsOutcome Find()
    {
        if (Manager.LogonCount == 0)
        {
            Connect();
        }

        return VirtualManager.Done(_virtual.Client.FindRestorePointsAsync("erp-db", CancellationToken.None));
    }
}
