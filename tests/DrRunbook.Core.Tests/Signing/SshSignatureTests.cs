using System.Text;
using DrRunbook.Core.Signing;
using DrRunbook.TestKit;

namespace DrRunbook.Core.Tests.Signing;

public sealed class SshSignatureTests : IDisposable
{
    private const string Purpose = "drrun-approval@v1";
    private static readonly byte[] Message = "{\"decision\":\"approve\",\"gate\":\"declare\"}"u8.ToArray();

    private readonly SshKeyRing _keys = new();

    public SshSignatureTests() => Assert.SkipWhen(DocumentPage.FirstMissing("ssh-keygen") is not null, "ssh-keygen is not installed");

    public static TheoryData<string, string, string> KeyTypes => new()
    {
        { "ed25519", "256", "sha512" },
        { "ed25519", "256", "sha256" },
        { "ecdsa", "256", "sha512" },
        { "ecdsa", "384", "sha256" },
        { "ecdsa", "521", "sha512" },
        { "rsa", "2048", "sha512" },
        { "rsa", "3072", "sha256" },
    };

    public void Dispose() => _keys.Dispose();

    [Theory]
    [MemberData(nameof(KeyTypes))]
    public void What_ssh_keygen_signs_is_taken_and_read_back_in_the_same_form(string type, string bits, string hash)
    {
        _keys.Make("alice", "-t", type, "-b", bits);
        var armored = _keys.Sign("alice", Purpose, Message, "-O", $"hashalg={hash}");

        var signature = Parse(armored);

        Assert.Null(signature.WhyNot(Message, Purpose));
        Assert.Equal(_keys.Fingerprint("alice"), signature.PublicKey.Fingerprint);
        Assert.Equal((Purpose, hash), (signature.Namespace, signature.HashAlgorithm));
        Assert.Equal(armored, signature.ToArmored());
        Assert.True(SshSignature.TryParse(signature.ToBytes(), out _, out _));
        Assert.True(_keys.Verifies($"alice@example.com {_keys.PublicLine("alice")}", "alice@example.com", Purpose, Message, signature.ToArmored()));
    }

    [Theory]
    [InlineData("ed25519", "256")]
    [InlineData("ecdsa", "256")]
    [InlineData("rsa", "2048")]
    public void No_byte_of_a_signature_can_be_another_one(string type, string bits)
    {
        _keys.Make("alice", "-t", type, "-b", bits);
        var blob = Parse(_keys.Sign("alice", Purpose, Message)).ToBytes();

        for (var place = 0; place < blob.Length; place++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var changed = (byte[])blob.Clone();
                changed[place] ^= (byte)(1 << bit);
                var taken = SshSignature.TryParse(changed, out var signature, out _) && signature.WhyNot(Message, Purpose) is null;
                Assert.False(taken, $"byte {place}, bit {bit}");
            }
        }
    }

    [Fact]
    public void No_character_of_the_armored_form_can_be_another_one()
    {
        _keys.Make("alice");
        var armored = _keys.Sign("alice", Purpose, Message);

        for (var place = 0; place < armored.Length; place++)
        {
            foreach (var other in "Aa\n =".Where(c => c != armored[place]))
            {
                var changed = armored[..place] + other + armored[(place + 1)..];
                var taken = SshSignature.TryParse(changed, out var signature, out _) && signature.WhyNot(Message, Purpose) is null;
                Assert.False(taken, $"character {place}");
            }
        }
    }

    [Fact]
    public void No_byte_of_the_message_can_be_another_one()
    {
        _keys.Make("alice");
        var signature = Parse(_keys.Sign("alice", Purpose, Message));

        for (var place = 0; place < Message.Length; place++)
        {
            var changed = (byte[])Message.Clone();
            changed[place] ^= 1;
            Assert.Contains("does not fit what was signed", signature.WhyNot(changed, Purpose), StringComparison.Ordinal);
        }

        Assert.NotNull(signature.WhyNot([.. Message, (byte)'\n'], Purpose));
    }

    [Fact]
    public void A_signature_for_another_purpose_is_worth_nothing()
    {
        _keys.Make("alice");

        Assert.Equal("the signature was made for 'git', not for 'drrun-approval@v1'", Parse(_keys.Sign("alice", "git", Message)).WhyNot(Message, Purpose));
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n\n")]
    public void Other_line_ends_are_damage(string lineEnd)
    {
        _keys.Make("alice");
        var armored = _keys.Sign("alice", Purpose, Message).Replace("\n", lineEnd, StringComparison.Ordinal);

        Assert.False(SshSignature.TryParse(armored, out _, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n")]
    [InlineData("-----BEGIN PGP SIGNATURE-----\nU1NI\n-----END PGP SIGNATURE-----\n")]
    public void What_is_no_signature_is_called_so(string text)
    {
        Assert.False(SshSignature.TryParse(text, out _, out var problem));
        Assert.Contains("SSH signature", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Sha_1_is_refused_though_the_signature_is_right()
    {
        using var rsa = System.Security.Cryptography.RSA.Create(2048);
        var signature = Crafted.WithRsa(rsa, Purpose, Message, "ssh-rsa", System.Security.Cryptography.HashAlgorithmName.SHA1);

        Assert.Contains("'ssh-rsa' is not taken", signature.WhyNot(Message, Purpose), StringComparison.Ordinal);
        Assert.Null(Crafted.WithRsa(rsa, Purpose, Message, "rsa-sha2-256", System.Security.Cryptography.HashAlgorithmName.SHA256).WhyNot(Message, Purpose));
    }

    [Fact]
    public void A_short_RSA_key_is_refused()
    {
        _keys.Make("alice", "-t", "rsa", "-b", "1024");

        Assert.False(SshSignature.TryParse(_keys.Sign("alice", Purpose, Message), out _, out var problem));
        Assert.Contains("1024 bits is not taken", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_behind_the_signature_is_refused_in_every_layer()
    {
        _keys.Make("alice");
        var armored = _keys.Sign("alice", Purpose, Message);

        Assert.False(SshSignature.TryParse(armored + "\n", out _, out _));
        Assert.False(SshSignature.TryParse([.. Parse(armored).ToBytes(), 0], out _, out _));
        Assert.False(SshSignature.TryParse(Crafted.WithTail(Parse(armored), [0]), out var tail, out _) && tail.WhyNot(Message, Purpose) is null);
    }

    [Theory]
    [InlineData(0x01, null)]
    [InlineData(0x05, null)]
    [InlineData(0x00, "does not fit")]
    public void A_security_key_counts_where_its_owner_touched_it(byte flags, string? refusal)
    {
        foreach (var signature in new[] { Crafted.WithEd25519Token(Purpose, Message, flags), Crafted.WithEcdsaToken(Purpose, Message, flags) })
        {
            var why = signature.WhyNot(Message, Purpose);
            if (refusal is null)
            {
                Assert.Null(why);
                Assert.NotNull(signature.WhyNot(Encoding.UTF8.GetBytes("another"), Purpose));
            }
            else
            {
                Assert.Contains(refusal, why, StringComparison.Ordinal);
            }
        }
    }

    private static SshSignature Parse(string armored)
    {
        Assert.True(SshSignature.TryParse(armored, out var signature, out var problem), problem);
        return signature;
    }
}
