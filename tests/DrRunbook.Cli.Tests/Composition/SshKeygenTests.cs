using DrRunbook.Cli.Composition;

namespace DrRunbook.Cli.Tests.Composition;

public sealed class SshKeygenTests : IDisposable
{
    private static readonly byte[] Message = "{\"gate\":\"declare\"}"u8.ToArray();

    private readonly SshKeyRing _keys = new();
    private readonly StringWriter _error = new();

    public SshKeygenTests() => Assert.SkipWhen(DocumentPage.FirstMissing("ssh-keygen") is not null, "ssh-keygen is not installed");

    public void Dispose() => _keys.Dispose();

    [Fact]
    public async Task It_signs_with_the_operators_key()
    {
        var path = _keys.Make("alice");

        var (signature, problem, _) = await SignAsync(path);

        Assert.Null(problem);
        Assert.Null(signature!.WhyNot(Message, "drrun-approval@v1"));
        Assert.Equal(_keys.Fingerprint("alice"), signature.PublicKey.Fingerprint);
        Assert.Equal("", _error.ToString());
    }

    [Fact]
    public async Task A_key_that_is_not_there_is_named()
    {
        var path = Path.Combine(_keys.Folder, "nobody");

        Assert.Equal(new SshSigning(null, $"there is no key at {path}", "make one with: ssh-keygen -t ed25519"), await SignAsync(path));
    }

    [Fact]
    public async Task A_file_that_is_no_key_is_told_in_the_words_of_ssh_keygen()
    {
        var path = Path.Combine(_keys.Folder, "garbage");
        await File.WriteAllTextAsync(path, "no key\n", TestContext.Current.CancellationToken);

        var (signature, problem, help) = await SignAsync(path);

        Assert.Null(signature);
        Assert.Equal($"ssh-keygen made no signature with {path}", problem);
        Assert.StartsWith("it said: ", help, StringComparison.Ordinal);
        Assert.StartsWith("ssh-keygen: ", _error.ToString(), StringComparison.Ordinal);
    }

    private Task<SshSigning> SignAsync(string path) => SshKeygen.SignAsync(path, "drrun-approval@v1", Message, _error, TestContext.Current.CancellationToken);
}
