using DrRunbook.Core.Planning;
using DrRunbook.Core.Planning.Comparing;
using DrRunbook.Core.Runbooks;
using DrRunbook.Core.Tests.Execution;

namespace DrRunbook.Core.Tests.Planning.Comparing;

public sealed class GateComparisonTests
{
    private static readonly HttpGate Http = new(TextTemplate.Literal("https://shop.example/health"), "GET", [], null, ImmutableSortedDictionary<string, ValueSource>.Empty, "ca.pem") { Within = TimeSpan.FromMinutes(5) };
    private static readonly DnsGate Dns = new(TextTemplate.Literal("shop.example"), "A", null, [TextTemplate.Literal("10.0.0.1"), TextTemplate.Literal("10.0.0.2")], MustEqual: false) { Within = TimeSpan.FromMinutes(5) };
    private static readonly CommandGate Command = new(new CommandLine([TextTemplate.Literal("check")], ImmutableSortedDictionary<string, ValueSource>.Empty, null, [0]), TextTemplate.Literal("ok")) { Within = TimeSpan.FromMinutes(5) };
    private static readonly WindowGate Window = new(new TimeOnly(22, 0), new TimeOnly(4, 0), "Europe/Berlin", [DayOfWeek.Saturday]);
    private static readonly ManualGate Manual = new(TextTemplate.Literal("look"), ["ops"], EvidenceRequired: true, VAppScope.All) { Within = TimeSpan.FromMinutes(30) };
    private static readonly ApprovalGate Two = Plans.Approval(("ops-lead", 2), ("business-owner", 1));

    public static TheoryData<string, Gate, Gate, string> Looser => new()
    {
        { "a failure that only warns", Plans.Tcp(), Plans.Tcp() with { Otherwise = new Otherwise(OtherwiseKind.Warn) }, "otherwise" },
        { "a failure that a person decides", Plans.Tcp(), Plans.Tcp() with { Otherwise = new Otherwise(OtherwiseKind.AskPerson, Manual) }, "otherwise" },
        { "fewer approvals", Two, Plans.Approval(("ops-lead", 1), ("business-owner", 1)), "approval" },
        { "fewer roles", Two, Plans.Approval(("ops-lead", 2)), "approval" },
        { "any instead of all", Two, Two with { All = false }, "approval" },
        { "another role may agree too", Plans.Approval(("ops-lead", 1)), Plans.Approval(("ops-lead", 1)) with { Lines = [new Quorum(["ops-lead", "night"], 1)] }, "approval" },
        { "the starter may agree", Two, Two with { StarterMayApprove = true }, "starterMayApprove" },
        { "anybody may confirm", Manual, Manual with { From = [] }, "from" },
        { "no evidence", Manual, Manual with { EvidenceRequired = false }, "evidenceRequired" },
        { "fewer undone", Manual, Manual with { Undoes = new VAppScope(["db"]) }, "undoes" },
        { "more statuses", Http, Http with { Statuses = [.. Enumerable.Range(200, 100), 404] }, "status" },
        { "no text to contain", Http with { Contains = TextTemplate.Literal("up") }, Http, "contains" },
        { "no encryption", Http, Http with { Url = TextTemplate.Literal("http://shop.example/health") }, "url" },
        { "no authority of one's own", Http, Http with { CaFile = null }, "caFile" },
        { "equals dropped", Dns with { MustEqual = true }, Dns, "match" },
        { "fewer values", Dns, Dns with { Values = [TextTemplate.Literal("10.0.0.1")] }, "values" },
        { "more exit codes", Command, Command with { Command = Command.Command with { SuccessExitCodes = [0, 1] } }, "successExitCodes" },
        { "a part of the text to contain", Http with { Contains = TextTemplate.Literal("is up") }, Http with { Contains = TextTemplate.Literal("up") }, "contains" },
        { "no output to contain", Command, Command with { Contains = null }, "contains" },
        { "a shorter wait", Plans.Wait(TimeSpan.FromMinutes(5)), Plans.Wait(TimeSpan.FromMinutes(1)), "duration" },
        { "a wider window", Window, Window with { To = new TimeOnly(5, 0) }, "window" },
        { "a window on more days", Window, Window with { Days = [] }, "window" },
    };

    public static TheoryData<Gate, Gate, string> Elsewhere => new()
    {
        { Plans.Tcp(), new TcpGate(TextTemplate.Literal("other"), 389) { Within = TimeSpan.FromMinutes(5) }, "address" },
        { Http, Http with { Url = TextTemplate.Literal("https://shop.example/favicon.ico") }, "url" },
        { Http, Http with { Method = "HEAD" }, "method" },
        { Dns, Dns with { Name = TextTemplate.Literal("other.example") }, "name" },
        { Dns, Dns with { Server = TextTemplate.Literal("10.0.0.53") }, "server" },
        { Command, Command with { Command = Command.Command with { Run = [TextTemplate.Literal("probe")] } }, "command" },
    };

    public static TheoryData<Gate, Gate, string> Unlike => new()
    {
        { Http with { Contains = TextTemplate.Literal("up") }, Http with { Contains = TextTemplate.Literal("html") }, "contains" },
        { Dns with { MustEqual = true }, Dns with { MustEqual = true, Values = [TextTemplate.Literal("10.0.0.9")] }, "values" },
        { Dns, Dns with { MustEqual = true, Values = [TextTemplate.Literal("10.0.0.9")] }, "match and values" },
    };

    public static TheoryData<string, Gate, Gate, string> Others => new()
    {
        { "another pause", Plans.Tcp(), Plans.Tcp() with { Every = TimeSpan.FromSeconds(1) }, "every" },
        { "another prompt", Two, Two with { Prompt = TextTemplate.Literal("Go?") }, "prompt" },
        { "another instruction", Manual, Manual with { Instruction = TextTemplate.Literal("look twice") }, "instruction" },
        { "another time zone", Window, Window with { TimeZone = "UTC" }, "window" },
    };

    [Theory]
    [MemberData(nameof(Looser))]
    public void A_gate_that_lets_more_pass_weakens_and_the_way_back_tightens(string what, Gate before, Gate after, string part)
    {
        Assert.NotEmpty(what);
        foreach (var (one, other) in new[] { (InList(before), InList(after)), (AsStep(before), AsStep(after)) })
        {
            var looser = Assert.Single(PlanDifference.Between(one, other));
            var tighter = Assert.Single(PlanDifference.Between(other, one));
            Assert.Equal((DifferenceKind.GateLoosened, DifferenceEffect.Weakens), (looser.Kind, looser.Effect));
            Assert.EndsWith($"is looser: {part}", looser.Text, StringComparison.Ordinal);
            Assert.Equal((DifferenceKind.GateChanged, DifferenceEffect.Strengthens), (tighter.Kind, tighter.Effect));
        }
    }

    [Theory]
    [MemberData(nameof(Others))]
    public void What_proves_neither_more_nor_less_weighs_nothing(string what, Gate before, Gate after, string part)
    {
        Assert.NotEmpty(what);
        foreach (var (one, other) in new[] { (InList(before), InList(after)), (AsStep(before), AsStep(after)) })
        {
            var changed = Assert.Single(PlanDifference.Between(one, other));
            Assert.Equal((DifferenceKind.GateChanged, DifferenceEffect.Neutral), (changed.Kind, changed.Effect));
            Assert.EndsWith($"has changed: {part}", changed.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Elsewhere))]
    public void A_gate_that_is_pointed_elsewhere_proves_something_else_and_weakens_both_ways(Gate before, Gate after, string part)
    {
        foreach (var (one, other) in new[] { (InList(before), InList(after)), (AsStep(before), AsStep(after)), (InList(after), InList(before)) })
        {
            var changed = Assert.Single(PlanDifference.Between(one, other));
            Assert.Equal((DifferenceKind.GateLoosened, DifferenceEffect.Weakens), (changed.Kind, changed.Effect));
            Assert.EndsWith($"proves something else: {part}", changed.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Unlike))]
    public void Texts_and_answers_of_which_neither_implies_the_other_weaken_both_ways(Gate before, Gate after, string part)
    {
        foreach (var changed in new[] { Assert.Single(PlanDifference.Between(InList(before), InList(after))), Assert.Single(PlanDifference.Between(InList(after), InList(before))) })
        {
            Assert.Equal((DifferenceKind.GateLoosened, DifferenceEffect.Weakens), (changed.Kind, changed.Effect));
            Assert.EndsWith($"is looser: {part}", changed.Text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Answers_that_must_be_just_these_ask_for_more_where_the_old_ones_are_among_them()
    {
        var equal = Dns with { MustEqual = true, Values = [.. Dns.Values, TextTemplate.Literal("10.0.0.3")] };

        var tighter = Assert.Single(PlanDifference.Between(InList(Dns), InList(equal)));

        Assert.Equal((DifferenceKind.GateChanged, DifferenceEffect.Strengthens), (tighter.Kind, tighter.Effect));
    }

    [Fact]
    public void A_longer_limit_weakens_and_a_shorter_one_weighs_nothing()
    {
        var longer = Assert.Single(PlanDifference.Between(InList(Plans.Tcp()), InList(Plans.Tcp(TimeSpan.FromMinutes(15)))));
        var shorter = Assert.Single(PlanDifference.Between(InList(Plans.Tcp(TimeSpan.FromMinutes(15))), InList(Plans.Tcp())));

        Assert.Equal((DifferenceKind.GateLoosened, DifferenceEffect.Weakens, "the require gate 'tcp host:389' of step 'x' is looser: within"), (longer.Kind, longer.Effect, longer.Text));
        Assert.Equal((DifferenceKind.GateChanged, DifferenceEffect.Neutral, "the require gate 'tcp host:389' of step 'x' has changed: within"), (shorter.Kind, shorter.Effect, shorter.Text));
    }

    [Fact]
    public void Quorums_that_say_the_same_in_other_words_are_neither()
    {
        var turned = Two with { Lines = [Two.Lines[1], Two.Lines[0]] };

        Assert.Equal(DifferenceEffect.Neutral, Assert.Single(PlanDifference.Between(InList(Two), InList(turned))).Effect);
    }

    [Fact]
    public void A_quorum_is_covered_by_different_lines_each()
    {
        var strict = new ApprovalGate([new Quorum(["a"], 1), new Quorum(["a", "b"], 1)], All: true, Prompt: null, StarterMayApprove: false);
        var lax = strict with { Lines = [new Quorum(["a", "b"], 1), new Quorum(["a", "b", "c"], 1)] };

        Assert.Equal(DifferenceEffect.Weakens, ApprovalStrength.Of(strict, lax));
        Assert.Equal(DifferenceEffect.Strengthens, ApprovalStrength.Of(lax, strict));
        Assert.Equal(DifferenceEffect.Strengthens, ApprovalStrength.Of(strict with { Lines = [strict.Lines[0]] }, strict));
    }

    [Fact]
    public void Gates_are_found_again_wherever_they_stand_in_the_list()
    {
        var before = Plans.Of(Plans.Command("x").Verifying(Plans.Tcp(), Http, Dns));
        var after = Plans.Of(Plans.Command("x").Verifying(Dns, Plans.Tcp(TimeSpan.FromMinutes(9)), Command));

        Assert.Equal(
            [
                "the verify gate 'tcp host:389' of step 'x' is looser: within",
                "the verify gate 'http GET https://shop.example/health' of step 'x' is gone",
                "step 'x' has a new verify gate: command check",
            ],
            PlanDifference.Between(before, after).Select(one => one.Text));
    }

    [Fact]
    public void A_gate_step_of_another_kind_does_something_else()
    {
        var difference = Assert.Single(PlanDifference.Between(AsStep(Two), AsStep(Plans.Wait(TimeSpan.FromMinutes(1)))));

        Assert.Equal((DifferenceKind.ActionChanged, DifferenceEffect.Weakens), (difference.Kind, difference.Effect));
        Assert.Equal("step 'x' does something else: gate wait 1m in place of gate approval by 2 of ops-lead and 1 of business-owner", difference.Text);
    }

    private static Plan InList(Gate gate) => Plans.Of(Plans.Command("x").Requiring(gate));

    private static Plan AsStep(Gate gate) => Plans.Of(Plans.GateStep("x", gate));
}
