using DrRunbook.Core.Signing;
using DrRunbook.TestKit;

namespace DrRunbook.Core.Tests.Signing;

public sealed class SshPublicKeyTests : IDisposable
{
    private readonly SshKeyRing _keys = new();

    public SshPublicKeyTests() => Assert.SkipWhen(DocumentPage.FirstMissing("ssh-keygen") is not null, "ssh-keygen is not installed");

    public void Dispose() => _keys.Dispose();

    [Fact]
    public void A_key_is_its_bytes_whatever_stands_behind_it()
    {
        _keys.Make("alice");
        var line = _keys.PublicLine("alice");
        Assert.True(SshPublicKey.TryParse(line, out var key, out _));
        Assert.True(SshPublicKey.TryParse($"{key}\tanother remark", out var same, out _));

        Assert.Equal(key, same);
        Assert.Equal(key.GetHashCode(), same.GetHashCode());
        Assert.Equal(_keys.Fingerprint("alice"), key.Fingerprint);
        Assert.StartsWith(key.ToString(), line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_names_another_type_is_refused()
    {
        _keys.Make("alice");
        var line = _keys.PublicLine("alice").Replace("ssh-ed25519", "ssh-rsa", StringComparison.Ordinal);

        Assert.False(SshPublicKey.TryParse(line, out _, out var problem));
        Assert.Equal("the line says 'ssh-rsa', the key is 'ssh-ed25519'", problem);
    }

    [Fact]
    public void A_certificate_is_no_key()
    {
        Assert.False(SshPublicKey.TryParse(new SshWriter().Name("ssh-ed25519-cert-v01@openssh.com").ToArray(), out _, out var problem));
        Assert.Contains("keys of type 'ssh-ed25519-cert-v01@openssh.com' are not taken", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void A_point_off_the_curve_has_no_signatures()
    {
        var blob = new SshWriter().Name("ecdsa-sha2-nistp256").Name("nistp256").Bytes([4, .. Enumerable.Repeat((byte)7, 64)]).ToArray();

        Assert.True(SshPublicKey.TryParse(blob, out var key, out _));
        Assert.False(key.Verifies("ecdsa-sha2-nistp256", "text"u8, new SshReader(new SshWriter().Bytes(new SshWriter().Bytes([1]).Bytes([1]).ToArray()).ToArray())));
    }
}
