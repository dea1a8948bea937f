using System.Text;
using DrRunbook.Core.Signing;
using DrRunbook.Engine;
using DrRunbook.Engine.Operators;
using DrRunbook.Engine.Ports;
using DrRunbook.Storage;

namespace DrRunbook.Cli.Tests.Commands;

/// <summary>A gate that wants one of the operators and one of the business, each with a signature.</summary>
public sealed class SignedAnswerTests : IDisposable
{
    private const string Gate = "declare";

    private readonly TestCli _cli = new();
    private readonly SshKeyRing _keys = new();

    public SignedAnswerTests()
    {
        Assert.SkipWhen(DocumentPage.FirstMissing("ssh-keygen") is not null, "ssh-keygen is not installed");
        foreach (var name in new[] { "alice", "carol", "dora", "mallory" })
        {
            _keys.Make(name);
        }
    }

    private string Signers => $"""
        alice@example.com {_keys.PublicLine("alice")}
        bob@example.com {_keys.PublicLine("alice")}
        carol@example.com {_keys.PublicLine("carol")}
        dora@example.com {_keys.PublicLine("dora")}

        """;

    public void Dispose()
    {
        _keys.Dispose();
        _cli.Dispose();
    }

    [Fact]
    public async Task Signed_answers_of_both_roles_pass_the_gate_and_the_journal_keeps_what_was_signed()
    {
        await KeepAsync();

        var first = await AnswerAsync("approve", "alice", "--as", "alice@example.com", "--note", "go");
        Assert.Equal(ExitCodes.Good, first.Code);
        Assert.StartsWith($"drrun: next: nobody drives run {ScriptedRun.Id}", first.Error, StringComparison.Ordinal);
        Assert.Equal(GateState.Open, (await GateAsync()).State);
        Assert.Equal(ExitCodes.Good, (await AnswerAsync("approve", "carol")).Code);

        var gate = await GateAsync();
        Assert.Equal(["alice@example.com", "carol@example.com"], gate.Answers.Select(answer => answer.Principal.Raw));
        Assert.Equal([_keys.Fingerprint("alice"), _keys.Fingerprint("carol")], gate.Answers.Select(answer => answer.Proof!.Fingerprint));
        Assert.All(gate.Answers, answer => Assert.True(answer.SignatureChecked));
        await using var store = SqliteRunStore.Open(_cli.Store, _cli.Clock);
        var proof = gate.Answers[0].Proof!;
        var statement = (await store.ReadBlobAsync(proof.Statement, CancellationToken.None))!.Value.ToArray();
        var signature = (await store.ReadBlobAsync(proof.Signature, CancellationToken.None))!.Value.ToArray();
        Assert.True(_keys.Verifies(Signers, "alice@example.com", SignedAnswer.Namespace, statement, Encoding.UTF8.GetString(signature)));
        Assert.Equal("go", SignedAnswer.Read(statement)!.Note);
        Assert.Contains($"\"fingerprint\":\"{_keys.Fingerprint("alice")}\"", (await _cli.InvokeAsync("report", "2026", "--format", "json")).Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_signature_the_gate_goes_on_waiting()
    {
        await KeepAsync();
        var (code, _, error) = await _cli.InvokeAsync("approve", "2026", Gate, "--as", "alice@example.com");

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("takes signed answers alone: sign with your SSH key, --key PATH", error, StringComparison.Ordinal);
        Assert.Empty((await GateAsync()).Answers);
        Assert.Contains($"drrun approve {ScriptedRun.Id} declare --key PATH", (await _cli.InvokeAsync("status", "2026")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("mallory", "alice@example.com", "is not one of 'alice@example.com' by the allowed signers")]
    [InlineData("dora", "dora@example.com", "is none of those who may answer gate")]
    [InlineData("mallory", "mallory@example.com", "is none of those who may answer gate")]
    public async Task A_key_signs_for_its_owner_alone(string key, string principal, string refusal)
    {
        await KeepAsync();
        var (code, _, error) = await AnswerAsync("approve", key, "--as", principal);

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains(refusal, error, StringComparison.Ordinal);
        Assert.Empty((await GateAsync()).Answers);
    }

    [Fact]
    public async Task What_was_signed_reaches_the_bundle_and_is_verified_there()
    {
        await KeepAsync();
        Assert.Equal(ExitCodes.Good, (await AnswerAsync("approve", "alice", "--as", "alice@example.com")).Code);

        Assert.Equal(ExitCodes.Good, (await _cli.InvokeAsync("bundle", ScriptedRun.Id, "--out", "evidence", "--key", Path.Combine(_keys.Folder, "alice"))).Code);
        var (code, output, _) = await _cli.InvokeAsync("verify", "evidence", "--key", Path.Combine(_keys.Folder, "alice.pub"));

        Assert.Equal(ExitCodes.Good, code);
        Assert.Contains("+ approvals  1 act was signed by whom the journal names", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_key_that_tells_no_single_person_wants_a_name()
    {
        await KeepAsync();

        Assert.Contains("is that of alice@example.com and bob@example.com", (await AnswerAsync("approve", "alice")).Error, StringComparison.Ordinal);
        Assert.Contains("is nobody's by the allowed signers", (await AnswerAsync("approve", "mallory")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_names_with_one_key_are_one_person()
    {
        await KeepAsync();
        Assert.Equal(ExitCodes.Good, (await AnswerAsync("approve", "alice", "--as", "alice@example.com")).Code);

        var (code, _, error) = await AnswerAsync("approve", "alice", "--as", "bob@example.com");

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains($"key {_keys.Fingerprint("alice")} has answered gate 'declare' already, as 'alice@example.com'", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_starter_does_not_approve_under_another_name_either()
    {
        await KeepAsync(starter: new SignatureProof(_keys.Fingerprint("carol"), new string('a', 64), new string('b', 64)));

        var (code, _, error) = await AnswerAsync("approve", "carol");

        Assert.Equal(ExitCodes.NotGood, code);
        Assert.Contains("'carol@example.com' started the run and may not approve it", error, StringComparison.Ordinal);
    }

    public static TheoryData<string, string> Tampered => new()
    {
        { "run", "was signed for run 20261124T080000Z-abc123" },
        { "plan", "was signed for another plan" },
        { "gate", "was signed for gate 'go-live'" },
        { "decision", "what was signed is 'reject', not 'approve'" },
        { "principal", "was signed as 'carol@example.com', not as 'alice@example.com'" },
        { "note", "the note is not the one that was signed" },
        { "nonce", "was signed for an earlier question of gate 'declare'" },
        { "expired", "the signed answer expired at 2026-11-23T08:29:59.000Z" },
        { "future", "is dated 2026-11-23T09:00:00.000Z, which is still to come" },
        { "head", "was signed for another journal" },
        { "length", "was signed for another journal" },
        { "namespace", "was made for 'git', not for 'drrun-approval@v1'" },
        { "text", "does not fit what was signed" },
        { "signature", "this is no SSH signature" },
        { "form", "is no answer to a gate as drrun writes it" },
    };

    [Theory]
    [MemberData(nameof(Tampered))]
    public async Task What_was_signed_for_something_else_is_refused_and_the_gate_goes_on_waiting(string what, string refusal)
    {
        await KeepAsync();
        await using var store = SqliteRunStore.Open(_cli.Store, _cli.Clock);
        var stored = await StoredRun.LoadAsync(store, ScriptedRun.Id, CancellationToken.None);
        var now = _cli.Clock.GetUtcNow();
        var right = new SignedAnswer(
            ScriptedRun.Id, stored.Start.PlanDigest, new GateId(Gate), GateDecision.Approve, "alice@example.com", null, "nonce", now, now.AddHours(1), stored.Entries.Length, stored.Head);
        var signed = what switch
        {
            "run" => right with { Run = "20261124T080000Z-abc123" },
            "plan" => right with { PlanDigest = new string('0', 64) },
            "gate" => right with { Gate = new GateId("go-live") },
            "decision" => right with { Decision = GateDecision.Reject },
            "principal" => right with { Principal = "carol@example.com" },
            "note" => right with { Note = "under protest" },
            "nonce" => right with { Nonce = "of yesterday" },
            "expired" => right with { ExpiresAt = now.AddSeconds(-1) },
            "future" => right with { At = now.AddMinutes(30) },
            "head" => right with { JournalHead = new string('0', 64) },
            "length" => right with { JournalLength = stored.Entries.Length + 1 },
            _ => right,
        };
        var armored = _keys.Sign("alice", what == "namespace" ? "git" : SignedAnswer.Namespace, signed.ToBytes());
        var text = Encoding.UTF8.GetString((what == "text" ? right with { ExpiresAt = now.AddDays(9) } : signed).ToBytes());
        var kept = new SignedText(what == "form" ? text + " " : text, what == "signature" ? "approved" : armored);

        var answer = await new OperatorDesk(store, _cli.Clock, "ops3:1")
            .SubmitAsync(ScriptedRun.Id, new OperatorCommand("approve", Gate, "alice@example.com", now, null, kept.ToString()), CancellationToken.None);

        Assert.False(answer.Accepted);
        Assert.Contains(refusal, answer.Reason, StringComparison.Ordinal);
        Assert.Empty((await GateAsync()).Answers);
        Assert.True((await GateAsync()).WaitsForPerson);
    }

    [Fact]
    public async Task An_answer_that_was_taken_is_not_taken_twice()
    {
        await KeepAsync();
        await AnswerAsync("approve", "alice", "--as", "alice@example.com");

        Assert.Contains("'alice@example.com' has answered gate 'declare' already", (await AnswerAsync("approve", "alice", "--as", "alice@example.com")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signature_is_refused_where_the_store_does_not_hold_the_signers_of_the_plan()
    {
        await KeepAsync(withSigners: false);

        Assert.Contains("the store does not hold 'allowed_signers' as it was planned", (await AnswerAsync("approve", "alice", "--as", "alice@example.com")).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_is_signed_as_well()
    {
        await KeepAsync();

        Assert.Equal(ExitCodes.NotGood, (await _cli.InvokeAsync("reject", "2026", Gate, "--as", "alice@example.com", "--reason", "no")).Code);
        Assert.Equal(ExitCodes.Good, (await AnswerAsync("reject", "alice", "--as", "alice@example.com", "--reason", "the storage is not ready")).Code);
        Assert.NotNull(Assert.Single((await GateAsync()).Answers).Proof);
    }

    private Task<(int Code, string Output, string Error)> AnswerAsync(string verb, string key, params string[] more) =>
        _cli.InvokeAsync([verb, "2026", Gate, "--key", Path.Combine(_keys.Folder, key), .. more]);

    private async Task KeepAsync(SignatureProof? starter = null, bool withSigners = true)
    {
        var signers = Blob.Of(Encoding.UTF8.GetBytes(Signers));
        var quorum = new ApprovalGate([new Quorum(["operators"], 1), new Quorum(["business"], 1)], All: true, Prompt: null, StarterMayApprove: false) { Within = TimeSpan.FromHours(1) };
        var plan = Example.Plan() with
        {
            AllowedSigners = "allowed_signers",
            Files = [new FileDigest("allowed_signers", signers.Sha256)],
            Approvers = ImmutableSortedDictionary<string, ImmutableArray<string>>.Empty.Add("operators", ["alice@example.com", "bob@example.com"]).Add("business", ["carol@example.com"]).Add("ops-lead", ["alice@example.com"]),
        };
        plan = plan with { Steps = [.. plan.Steps.Select(step => step.Id.Value == Gate ? step with { Action = new GateAction(quorum) } : step)] };
        var run = new ScriptedRun(plan, starter: starter).AfterSeconds(1).Ask(Gate, "Declare the disaster?", "operators", "business");
        await StoreFixture.KeepAsync(_cli, run, blobs: withSigners ? [signers] : []);
    }

    private async Task<GateProgress> GateAsync()
    {
        await using var store = SqliteRunStore.Open(_cli.Store, _cli.Clock);
        var stored = await StoredRun.LoadAsync(store, ScriptedRun.Id, CancellationToken.None);
        return RunState.Fold(new PlanGraph(stored.Plan), stored.Entries).FindGate(Gate)!.Value.Gate;
    }
}
