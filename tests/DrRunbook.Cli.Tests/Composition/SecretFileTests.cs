using System.Diagnostics;
using DrRunbook.Cli.Composition;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Cli.Tests.Composition;

/// <summary>Secrets that lie in files: read where they are files with an end, and waited for nowhere.</summary>
public sealed class SecretFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("drrun-secrets-").FullName;

    [Fact]
    public void A_secret_is_what_the_file_holds_without_its_last_line_break()
    {
        File.WriteAllText(Path.Combine(_folder, "password"), "correct horse\r\n");

        Assert.Equal("correct horse", Read("password"));
    }

    [Fact]
    public void A_pipe_that_nobody_writes_into_is_refused_instead_of_waited_for()
    {
        var pipe = Path.Combine(_folder, "pipe");
        using var made = Process.Start("mkfifo", pipe);
        made.WaitForExit();

        Assert.Contains("no regular file", Refusal("pipe"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_device_without_an_end_and_a_file_beyond_1_MiB_are_refused()
    {
        File.WriteAllBytes(Path.Combine(_folder, "large"), new byte[(1 << 20) + 1]);

        Assert.Contains("more than 1 MiB", Refusal("/dev/zero"), StringComparison.Ordinal);
        Assert.Contains("more than 1 MiB", Refusal("large"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Contains("'gone'", Refusal("gone"), StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Refusal(string name) => Assert.Throws<ValueMissingException>(() => Read(name)).Message;

    private string Read(string name) => new ProcessSecrets(_ => null, _folder).Read(new SecretReference(SecretOrigin.File, name));
}
