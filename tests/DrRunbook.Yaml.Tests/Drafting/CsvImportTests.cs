using System.Text;
using CsCheck;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;
using DrRunbook.TestKit;
using DrRunbook.Yaml.Drafting;
using DrRunbook.Yaml.Formatting;

namespace DrRunbook.Yaml.Tests.Drafting;

public sealed class CsvImportTests : IDisposable
{
    private readonly RunbookFolder _folder = new();

    [Fact]
    public void An_old_plan_becomes_a_runbook_with_todos() => Snap.Verify(Told(
        """
        No;Wave;Task;VM;Depends on;Check;Minutes;Owner;Notes;Cost centre
        1;0;Declare the disaster;;;;15;Duty manager;;
        2;0;Call the storage team;;;;10;Storage team;"Ask for ""LUN 7"", number in the red folder";
        3;1;;ad-dc;;dc1.site-b.example:389, dc1.site-b.example:53;20;AD team;;4711
        4;2;;erp-db;3;erp-db.site-b.example:1433;45;DBA;;
        5;2;Start the app;erp-app;erp-db;https://erp.site-b.example/health;soon;ERP team;;
        6;2;;erp-web;erp-ap;ping it;30;;yes;
        x;;;;;;;;;
        7;3;Test the login page;;;https://erp.site-b.example/login;;;;
        8;3;Wait 5 minutes;;;;;;;
        9;4;Shut down the old database;erp-db-old;;;;;;;surplus
        """));

    [Theory]
    [InlineData("order-numbers", "step,server\n2,b\n1,a\n2,c\n10,d\n")]
    [InlineData("dependencies-alone", "vApp,needs\nweb,app\napp,\"db, queue\"\ndb,\nqueue,\n")]
    [InlineData("as-the-rows-stand", "vApp\nb\na\n")]
    [InlineData("named-waves", "wave,vApp\nfirst,a\nsecond,b\n,c\nfirst,d\n")]
    [InlineData("contradictions", "wave,vApp,depends on\n1,a,\"c,a\"\n1,b,d\n1,d,b\n2,c,nothing\n2,a,\n")]
    [InlineData("points-that-fit", "order,vApp,consistent with\n1,db,app\n2,app,db\n3,web,dbb\n")]
    [InlineData("times", "order,vApp,max minutes,duration (hours),rto\n1,a,90,2,1h30m\n2,b,1 h,0,-\n3,c,45 min,1.5,x\n")]
    [InlineData("tenants-as-labels", "tenant,tier,vApp\nacme,gold,a\nglobex,silver,b\n")]
    public void Order_is_read_from_what_the_file_states(string name, string csv) => Snap.Verify(Told(csv), parameters: name);

    [Theory]
    [InlineData("Step,Task,Server\n1,Declare disaster,\n2,Shut down site A firewall,fw-a\n3,Fail over ERP,erp-db\n4,Tell users,erp-db\n", "erp-db", "Declare disaster|Shut down site A firewall|Tell users")]
    [InlineData("Task,Step,Server\nShut down site A firewall,1,fw-a\nStart ERP,2,erp-db\n", "erp-db", "Shut down site A firewall")]
    [InlineData("#,Step,Task,Server\n1,1,Shut down site A firewall,fw-a\n2,2,Start ERP,erp-db\n", "erp-db", "Shut down site A firewall")]
    [InlineData("Step,Task,Server\n1,Shut down site A firewall,fw-a\n2,Tell users,\nTBD,Start ERP,erp-db\n", "erp-db", "Shut down site A firewall|Tell users")]
    [InlineData("Step,Task,Server\n1.1,Shut down site A firewall,fw-a\n,Tell users,\n1.2,Start ERP,erp-db\n", "erp-db", "Shut down site A firewall|Tell users")]
    [InlineData("Step,Description,VM\n1,Shut down production copy,erp-db\n2,ERP database,erp-db\n", "erp-db", "Shut down production copy")]
    [InlineData("Step,Description,VM\n1,Shut down production copy,erp-db\n2,ERP database,erp-db\n3,Tell users,-\n", "erp-db", "Shut down production copy|Tell users")]
    [InlineData("Step,Notes\n1,Call the storage team\n2,Tell users\n", "", "Call the storage team|Tell users")]
    [InlineData("Name,Task,VM\nOld database,Power off the source,erp-db\nNew database,Bring it up,erp-db\n,Tell users,\n", "erp-db", "Old database|Tell users")]
    [InlineData("Task,VM\nSite A: power off,old\nMake sure the copy is shut down,old\nGracefully stop the app,old\nTake the source offline,old\nStart after the source is shut down,new\n", "new", "Site A: power off|Make sure the copy is shut down|Gracefully stop the app|Take the source offline")]
    [InlineData("Task,VM,Notes\nStart ERP,erp-db,Stop if the copy is old\nMail relay,mail,\n", "erp-db|mail", "")]
    public void What_a_row_says_is_done_is_never_taken_for_a_failover(string csv, string vApps, string people)
    {
        var steps = Steps(Load(Draft(csv).Text!)).ToList();

        Assert.Equal(vApps, string.Join('|', steps.Select(step => step.Action).OfType<FailoverAction>().Select(failover => failover.VApp)));
        Assert.Equal(people, string.Join('|', steps.Where(step => step.Id.ToString() != "undo").Select(step => step.Action is GateAction { Gate: ManualGate gate } ? string.Concat(gate.Instruction.Parts.Select(part => part.Text)) : null).OfType<string>()));
    }

    [Theory]
    [InlineData("wave,vApp\n3,e\n3,f\n1,a\n1,b\nTBD,z\n2,c\n", "a+b c e+f z", "DR0908")]
    [InlineData("wave,vApp\nTBD,z\n2,c\nlater,y\n1,a\n3,d\n", "a c d z y", "DR0908 DR0908")]
    [InlineData("wave,vApp\nprepare,z\nmain,c\n3,y\nmain,d\n", "z c+d y", "DR0908")]
    [InlineData("order,vApp\n1.10,d\n1.9,c\n1.2,b\n1.1,a\n2,e\n", "a b c d e", "")]
    [InlineData("wave,vApp\n1.10,d\n1.9,c\n1.10,e\n", "c d+e", "")]
    [InlineData("wave,order,vApp\n1,2,b\n1,1,a\n2,2,e\n2,1,c\n2,1,d\n2,,f\n", "a b c+d e f", "")]
    [InlineData("wave,order,vApp\n1,1,a\n1,2,b\n2,3,c\n2,4,d\n", "a b c d", "")]
    [InlineData("phase,step,task,vApp\n1,1,Start A,a\n1,2,Start B,b\n2,3,Start C,c\n", "a b c", "")]
    [InlineData("No,wave,vApp\n1,1,a\n2,1,b\n3,2,c\n", "a+b c", "")]
    [InlineData("No,wave,vApp\n1,1,a\n2,1,b\n1,2,c\n", "a b c", "")]
    [InlineData("ID,order,vApp\n1,2,b\n2,1,a\n", "a b", "")]
    [InlineData("ID,vApp\n2,b\n1,a\n", "a b", "")]
    public void Rows_stand_in_the_order_that_they_state(string csv, string order, string codes)
    {
        var draft = Draft(csv);

        Assert.Equal(order, string.Join(' ', Load(draft.Text!).Steps.Select(step => string.Join('+', Steps(step).Select(one => one.Action).OfType<FailoverAction>().Select(one => one.VApp)))).TrimEnd());
        Assert.Equal(codes, string.Join(' ', draft.Diagnostics.Select(one => one.Code)));
    }

    [Theory]
    [InlineData("ID,VM,Depends on\n1,web,2\n2,db,\n3,app,\"1, 2\"\n", "web<db app<web,db")]
    [InlineData("ID,VM,Depends on\nA-1,web,a-2\nA-2,db,\n", "web<db")]
    [InlineData("ID,Wave,VM,Depends on\n1,1,web,2\n2,1,db,\n", "web<db")]
    public void An_id_that_dependencies_use_is_a_name_and_no_order(string csv, string needs)
    {
        var draft = Draft(csv);

        Assert.Empty(draft.Diagnostics);
        Assert.Contains("# ID: ", draft.Text, StringComparison.Ordinal);
        Assert.Equal(needs, string.Join(' ', Steps(Load(draft.Text!)).Where(step => !step.Needs.IsEmpty).Select(step => $"{step.Id}<{string.Join(',', step.Needs)}")));
    }

    [Fact]
    public void A_dependency_on_a_vapp_is_one_on_its_failover_and_not_on_work_at_its_source()
    {
        var steps = Steps(Load(Draft("Task,VM,Depends on\nStart web,web,erp-db\nShut down the old copy,erp-db,\n,erp-db,\n").Text!)).ToList();

        Assert.Equal("erp-db", Assert.Single(steps.Single(step => step.Action is FailoverAction { VApp: "web" }).Needs).ToString());
        Assert.IsType<FailoverAction>(steps.Single(step => step.Id.ToString() == "erp-db").Action);
    }

    [Fact]
    public void Each_tenant_is_a_group_of_its_own() => Snap.Verify(Told(
        """
        tenant;tier;rto;wave;vApp;depends on;consistent with;check
        ;;;1;shared-dns;;;dns.site-b.example:53
        Globex;silver;2h;1;globex-db;;;globex-db.site-b.example:5432
        Globex;silver;2h;2;globex-web;globex-db;globex-db;https://globex.example/
        Acme Ltd.;gold;1h;1;acme-db;;;acme-db.site-b.example:5432
        acme ltd.;Gold;1h;1;acme-app;acme-db;acme-db;https://acme.example/
        Acme Ltd.;gold;soon;1;acme-files;globex-db;;acme-files.site-b.example:445
        """,
        new DraftOptions { PerTenant = true, Manager = new DraftManager { MaxConcurrentFailovers = 5 } }));

    [Theory]
    [InlineData("", "DR0901")]
    [InlineData("vApp\n", "DR0901")]
    [InlineData("PK\u0003\u0004", "DR0901")]
    [InlineData("Site A;;\n1;erp-db;30\n", "DR0902 DR0905")]
    [InlineData("vApp,machine,wave,colour\na,b,1,red,blue\n", "DR0905 DR0906 DR0907")]
    public void What_is_wrong_with_a_file_is_told_by_code(string csv, string codes) =>
        Assert.Equal(codes, string.Join(' ', Draft(csv).Diagnostics.Select(one => one.Code).Order(StringComparer.Ordinal)));

    [Fact]
    public void Steps_take_their_place_in_a_frame_and_leave_the_rest_of_it_alone()
    {
        const string Frame = "version: 1\nname: x\nsteps:\n  - id: a   # taken\n    gate: { wait: 1s }\n\n  # drrun import: steps\n\n  - { id: last, gate: { wait: 1s } }\n";
        var options = new DraftOptions { Frame = ("frame.yaml", Frame) };
        Assert.Equal(
            Frame.Replace("  # drrun import: steps\n", "  # Drafted by 'drrun import csv' from \"plan.csv\": 1 row, 1 failover. Change the file, not these steps.\n  - id: a-2\n    failover: a\n    verify:\n      - tcp: a:1\n", StringComparison.Ordinal),
            Draft("vApp,check\na,a:1\n", options).Text);
        Assert.Equal("DR0913", Draft("vApp\na\n", new DraftOptions { Frame = ("frame.yaml", "steps: []\n") }).Diagnostics.Single(one => one.Severity == Severity.Error).Code);
        Assert.Equal("DR0913", Draft("vApp\na\n", new DraftOptions { Frame = ("frame.yaml", Frame + "  # drrun import: steps\n") }).Diagnostics.Single(one => one.Severity == Severity.Error).Code);
    }

    [Fact]
    public void Whatever_a_cell_says_the_draft_is_valid_and_says_it_too() =>
        Gen.Select(HostileText.Unicode, HostileText.Unicode, HostileText.Unicode, HostileText.Unicode, HostileText.Unicode).Array[1, 6].Sample(
            rows =>
            {
                var csv = new StringBuilder("vApp,notes,owner,timeout,colour\n");
                foreach (var (vApp, notes, owner, timeout, colour) in rows)
                {
                    csv.AppendJoin(',', new[] { vApp, notes, owner, timeout, colour }.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append('\n');
                }

                var draft = Draft(csv.ToString());
                if (draft.Text is null)
                {
                    Assert.All(rows, row => Assert.True(new[] { row.Item1, row.Item2, row.Item3, row.Item4, row.Item5 }.All(cell => cell.Trim().Length == 0)));
                    return;
                }

                var steps = Steps(Load(draft.Text)).ToList();
                foreach (var row in rows)
                {
                    var (vApp, notes, owner, timeout, colour) = (Said(row.Item1), Said(row.Item2), Said(row.Item3), Said(row.Item4), row.Item5.Trim().Replace('\0', '\uFFFD'));
                    var step = vApp is not null ? steps.Find(one => one.Action is FailoverAction failover && failover.VApp == vApp && one.Description == notes && one.Labels.GetValueOrDefault("owner") == owner)
                        : notes is not null ? steps.Find(one => one.Action is GateAction { Gate: ManualGate manual } && string.Concat(manual.Instruction.Parts.Select(part => part.Text)) == notes && one.Labels.GetValueOrDefault("owner") == owner)
                        : null;
                    Assert.True(step is not null || (vApp ?? notes) is null, draft.Text);
                    Assert.True(timeout is null || draft.Text.Contains(YamlText.Quoted(timeout), StringComparison.Ordinal) || steps.Any(one => one.Timeout is not null) || vApp is null, draft.Text);
                    Assert.Contains(YamlText.Quoted(colour)[1..^1], draft.Text, StringComparison.Ordinal);
                    Assert.All(
                        new[] { row.Item1, row.Item2, row.Item3, row.Item4, row.Item5 }.Where(cell => cell.Contains('\0', StringComparison.Ordinal)),
                        cell => Assert.Contains(YamlText.Quoted(cell.Trim()), draft.Text, StringComparison.Ordinal));
                    Assert.True(owner is null || step is not null || draft.Text.Contains(YamlText.Quoted(owner), StringComparison.Ordinal), draft.Text);
                }
            },
            iter: 200,
            threads: 1);

    [Theory]
    [InlineData("vApp\na\nb\n", "b")]
    [InlineData("wave,vApp\n1,a\n2,b\n2,c\n", "wave-2")]
    [InlineData("vApp,task,check\na,,\n,Test the login,https://a.example/\n,Tell users,\n", "test-the-login")]
    [InlineData("task,vApp\nTell users,\n", null)]
    public void The_todo_of_the_objectives_names_the_step_that_stops_the_clock_before_the_undo(string csv, string? until)
    {
        var text = Draft(csv).Text!;
        var todo = text.Split('\n').Single(line => line.Contains("state the 'objectives'", StringComparison.Ordinal));
        if (until is null)
        {
            Assert.DoesNotContain("until", todo, StringComparison.Ordinal);
            return;
        }

        Assert.Contains($"'until: {until}'", todo, StringComparison.Ordinal);
        Assert.Equal(until, Load(text.Replace("\nsteps:", $"\nobjectives: {{ rto: 1h, until: {until} }}\n\nsteps:", StringComparison.Ordinal)).Objectives!.Until!.Value.ToString());
    }

    [Fact]
    public void The_same_file_gives_the_same_bytes()
    {
        const string Csv = "wave,vApp,depends on\n1,a,b\n1,b,a\n2,c,a\n";
        Assert.Equal(Draft(Csv).Text, Draft(Csv).Text);
    }

    [Fact]
    public void Twenty_thousand_rows_that_hang_on_one_another_are_soon_drafted_and_load()
    {
        var csv = new StringBuilder("vApp,depends on\n");
        for (var i = 0; i < 20_000; i++)
        {
            csv.Append(System.Globalization.CultureInfo.InvariantCulture, $"v{i},v{(i + 1) % 20_000}\n");
        }

        var draft = Draft(csv.ToString());
        Assert.Equal("DR0910", draft.Diagnostics.Single(one => one.Code != "DR0905").Code);
        Assert.NotNull(Load(draft.Text!));
        Assert.Equal("DR0901", Draft(csv.Append("one,\n").ToString()).Diagnostics.Single(one => one.Severity == Severity.Error).Code);
    }

    [Fact]
    public void A_file_of_4_MiB_of_control_characters_ends_in_a_finding()
    {
        var draft = Draft("vApp,notes\n" + string.Concat(Enumerable.Repeat(new string('\u0001', 200) + ",\u0002\n", 19_000)));
        Assert.Equal("DR0901", draft.Diagnostics.Single(one => one.Severity == Severity.Error).Code);
    }

    public void Dispose() => _folder.Dispose();

    private static string? Said(string cell) => new CsvCell(cell.Trim().Replace('\0', '\uFFFD'), default) is { IsEmpty: false } said ? said.Text : null;

    private static DraftResult Draft(string csv, DraftOptions? options = null) => CsvImport.Draft("plan.csv", Encoding.UTF8.GetBytes(csv), options ?? new DraftOptions());

    private Runbook Load(string text)
    {
        _folder.Write("draft.yaml", text);
        var loaded = _folder.Load("draft.yaml");
        Assert.True(loaded.Runbook is not null, $"{_folder.Text(loaded)}\n{text}");
        return loaded.Runbook;
    }

    private static IEnumerable<Step> Steps(Runbook runbook) => runbook.Steps.SelectMany(Steps);

    private static IEnumerable<Step> Steps(Step step) => step.Action switch
    {
        ParallelAction parallel => parallel.Steps.SelectMany(Steps),
        SequenceAction sequence => sequence.Steps.SelectMany(Steps),
        _ => [step],
    };

    /// <summary>The draft, which has to load and to be as 'drrun fmt' would have it, and what was said of the file.</summary>
    private string Told(string csv, DraftOptions? options = null)
    {
        var draft = Draft(csv, options);
        Load(draft.Text!);
        Assert.Equal(draft.Text, RunbookFormatter.Format("draft.yaml", Encoding.UTF8.GetBytes(draft.Text!)).Text);
        return $"{draft.Text}--- {draft.Failovers} failovers, {draft.Todos} TODOs\n{string.Join('\n', draft.Diagnostics)}\n";
    }
}
