using DrRunbook.Core.Signing;
using DrRunbook.TestKit;

namespace DrRunbook.Core.Tests.Signing;

public sealed class AllowedSignersTests : IDisposable
{
    private const string Purpose = "drrun-approval@v1";
    private static readonly byte[] Message = "approve"u8.ToArray();
    private static readonly DateTimeOffset Noon = new(2026, 11, 26, 12, 0, 0, TimeSpan.Zero);

    private readonly SshKeyRing _keys = new();

    public AllowedSignersTests()
    {
        Assert.SkipWhen(DocumentPage.FirstMissing("ssh-keygen") is not null, "ssh-keygen is not installed");
        _keys.Make("alice");
        _keys.Make("bob", "-t", "ecdsa", "-b", "256");
    }

    /// <summary>Lines with <c>ALICE</c> for her key, who is asked about, and whether her signature counts.</summary>
    public static TheoryData<string, string, bool> Lines => new()
    {
        { "alice@example.com ALICE", "alice@example.com", true },
        { "  alice@example.com\tALICE\r\n", "alice@example.com", true },
        { "# a remark\n\nalice@example.com ALICE", "alice@example.com", true },
        { "alice@example.com ALICE", "Alice@example.com", false },
        { "alice@example.com ALICE", "bob@example.com", false },
        { "*@example.com ALICE", "alice@example.com", true },
        { "*@example.com ALICE", "alice@example.org", false },
        { "al?ce@example.com ALICE", "alice@example.com", true },
        { "*@example.com,!alice@example.com ALICE", "alice@example.com", false },
        { "*@example.com,!alice@example.com ALICE", "carol@example.com", true },
        { "bob@example.com,alice@example.com ALICE", "alice@example.com", true },
        { "\"alice@example.com\" ALICE", "alice@example.com", true },
        { "\"alice smith\" ALICE", "alice smith", true },
        { "alice@example.com namespaces=\"drrun-approval@v1\" ALICE", "alice@example.com", true },
        { "alice@example.com namespaces=\"git,drrun-*\" ALICE", "alice@example.com", true },
        { "alice@example.com namespaces=\"git,file\" ALICE", "alice@example.com", false },
        { "alice@example.com NAMESPACES=\"git\" ALICE", "alice@example.com", false },
        { "alice@example.com valid-after=\"20261126Z\" ALICE", "alice@example.com", true },
        { "alice@example.com valid-after=\"202611261201Z\" ALICE", "alice@example.com", false },
        { "alice@example.com valid-before=\"20261126120000Z\" ALICE", "alice@example.com", true },
        { "alice@example.com valid-before=\"20261126115959Z\" ALICE", "alice@example.com", false },
        { "alice@example.com valid-after=\"20261101Z\",valid-before=\"20261201Z\",namespaces=\"drrun-*\" ALICE", "alice@example.com", true },
        { "alice@example.com namespaces=\"git\" ALICE\nalice@example.com ALICE", "alice@example.com", true },
        { "alice@example.com BOB\nalice@example.com ALICE", "alice@example.com", true },
        { "alice@example.com BOB", "alice@example.com", false },
    };

    public void Dispose() => _keys.Dispose();

    [Theory]
    [MemberData(nameof(Lines))]
    public void Whose_key_is_whose_is_what_ssh_keygen_says(string lines, string principal, bool counts)
    {
        var text = Filled(lines);
        var armored = _keys.Sign("alice", Purpose, Message);
        Assert.True(SshSignature.TryParse(armored, out var signature, out _));

        var signers = AllowedSigners.Parse(text);

        Assert.Empty(signers.Problems);
        Assert.Equal(counts, signers.WhyNot(principal, signature.PublicKey, Purpose, Noon) is null);
        Assert.Equal(counts, _keys.Verifies(text, principal, Purpose, Message, armored, "-O", "verify-time=20261126120000Z"));
    }

    [Theory]
    [InlineData("alice@example.com cert-authority ALICE", "line 1: 'cert-authority' is not taken")]
    [InlineData("\nalice@example.com", "line 2: ")]
    [InlineData("alice@example.com ssh-ed25519 AAAA", "line 1: the public key is not taken: it ends too early")]
    [InlineData("alice@example.com ssh-ed25519 ????", "is not Base64")]
    [InlineData("alice@example.com ssh-dss AAAAB3NzaC1kc3M=", "keys of type 'ssh-dss' are not taken")]
    [InlineData("alice@example.com valid-after=\"20261126\" ALICE", "'20261126' is no time in UTC")]
    [InlineData("alice@example.com valid-after=20261126Z ALICE", "stands between quotes")]
    [InlineData("alice@example.com valid-after=\"20261126Z\",valid-before=\"20261125Z\" ALICE", "'valid-before' is not later")]
    [InlineData("alice@example.com namespaces=\"git\",namespaces=\"file\" ALICE", "'namespaces' stands there twice")]
    [InlineData("alice@example.com from=\"10.0.0.1\" ALICE", "'from' is no option")]
    [InlineData("\"alice@example.com ALICE", "a quote has no end")]
    public void A_line_that_cannot_be_taken_is_told_with_its_number(string lines, string problem)
    {
        var signers = AllowedSigners.Parse(Filled(lines));

        Assert.Contains(problem, Assert.Single(signers.Problems), StringComparison.Ordinal);
        Assert.Empty(signers.Entries);
    }

    [Fact]
    public void A_refusal_says_which_key_and_why()
    {
        Assert.True(SshPublicKey.TryParse(_keys.PublicLine("alice"), out var key, out _));
        var fingerprint = _keys.Fingerprint("alice");

        Assert.Equal("no key of 'carol' stands in the allowed signers", WhyNot("alice ALICE", "carol"));
        Assert.Equal($"key {fingerprint} is not one of 'bob' by the allowed signers", WhyNot("alice ALICE\nbob BOB", "bob"));
        Assert.Equal($"key {fingerprint} of 'alice' may not sign for 'drrun-approval@v1' by the allowed signers", WhyNot("alice namespaces=\"git\" ALICE", "alice"));
        Assert.Equal($"key {fingerprint} of 'alice' is not valid at 2026-11-26T12:00:00.000Z by the allowed signers", WhyNot("alice valid-before=\"20261125Z\" ALICE", "alice"));

        string? WhyNot(string lines, string principal) => AllowedSigners.Parse(Filled(lines)).WhyNot(principal, key, Purpose, Noon);
    }

    [Fact]
    public void A_key_tells_whose_it_is()
    {
        Assert.True(SshPublicKey.TryParse(_keys.PublicLine("alice"), out var key, out _));
        var signers = AllowedSigners.Parse(Filled("alice,deputy ALICE\nbob BOB"));

        Assert.Equal(["alice", "deputy"], signers.PrincipalsOf(["alice", "bob", "deputy"], key, Purpose, Noon));
    }

    private string Filled(string lines) => lines
        .Replace("ALICE", _keys.PublicLine("alice"), StringComparison.Ordinal)
        .Replace("BOB", _keys.PublicLine("bob"), StringComparison.Ordinal);
}
