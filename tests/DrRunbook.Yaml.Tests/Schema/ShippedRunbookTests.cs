using System.Security.Cryptography.X509Certificates;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Linting;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Tests.Schema;

/// <summary>The runbooks that people are told to copy.</summary>
public sealed class ShippedRunbookTests
{
    public static TheoryData<string, RunMode> RunbooksInBothModes =>
        [.. from path in Directory.EnumerateFiles(Path.Combine(Repository.Root, "runbooks"), "*.yaml") from mode in Enum.GetValues<RunMode>() select (Path.GetFileName(path), mode)];

    [Theory]
    [MemberData(nameof(RunbooksInBothModes))]
    public void A_shipped_runbook_compiles_without_a_finding(string name, RunMode mode)
    {
        var compiled = PlanCompiler.Compile(Load(name), mode, new DateTimeOffset(2026, 11, 23, 4, 11, 0, TimeSpan.Zero));

        Assert.Empty(compiled.Diagnostics);
        Assert.NotNull(compiled.Plan);
    }

    [Theory]
    [MemberData(nameof(RunbooksInBothModes))]
    public void Every_program_of_a_shipped_runbook_is_there_and_can_be_started(string name, RunMode mode)
    {
        var runbook = Load(name);
        var steps = PlanCompiler.Compile(runbook, mode, DateTimeOffset.UnixEpoch).Plan!.Steps.Select(step => step.Action)
            .Concat(runbook.AfterFailure.Concat(runbook.Finally).Select(step => step.Action));

        foreach (var program in steps.OfType<CommandAction>().Select(action => action.Command.Run[0].ToString()))
        {
            var path = Path.Combine(runbook.Root, program);
            Assert.True(File.Exists(path), path);
            Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(path).HasFlag(UnixFileMode.UserExecute), path);
        }
    }

    [Theory]
    [MemberData(nameof(RunbooksInBothModes))]
    public void Lint_has_no_warning_for_a_shipped_runbook(string name, RunMode mode)
    {
        var runbook = Load(name);
        var plan = PlanCompiler.Compile(runbook, mode, DateTimeOffset.UnixEpoch).Plan!;

        Assert.DoesNotContain(Linter.Check(runbook, [plan]).Diagnostics, diagnostic => diagnostic.Severity != Severity.Info);
    }

    [Fact]
    public void The_example_authority_is_a_certificate_authority_without_its_key()
    {
        var authority = X509Certificate2.CreateFromPem(File.ReadAllText(Path.Combine(Repository.Root, "runbooks/certs/site-b-ca.pem")));

        Assert.True(authority.Extensions.OfType<X509BasicConstraintsExtension>().Single().CertificateAuthority);
        Assert.False(authority.HasPrivateKey);
    }

    [Fact]
    public void Every_approver_has_a_key_among_the_allowed_signers()
    {
        var runbook = Load("site-a.yaml");
        var signers = File.ReadLines(Path.Combine(runbook.Root, runbook.AllowedSigners!))
            .Where(line => !line.StartsWith('#'))
            .Select(line => line.Split(' '))
            .ToDictionary(fields => fields[0], fields => (Type: fields[1], Key: Convert.FromBase64String(fields[2])));

        foreach (var principal in runbook.Approvers.Values.SelectMany(people => people))
        {
            // The key's blob names its type and holds 32 bytes: RFC 8709, section 4.
            Assert.Equal("ssh-ed25519", signers[principal].Type);
            Assert.Equal(4 + 11 + 4 + 32, signers[principal].Key.Length);
        }
    }

    private static Runbook Load(string name)
    {
        var request = new LoadRequest(Path.Combine(Repository.Root, "runbooks", name)) { Root = Repository.Root };
        var inputs = name == "site-a.yaml" ? new Dictionary<string, string> { ["ticket"] = "CHG1" } : [];
        return RunbookLoader.Load(request with { Inputs = inputs }).Runbook ?? throw new InvalidOperationException($"{name} has errors");
    }
}
