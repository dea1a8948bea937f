using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Engine.Running;
using DrRunbook.EnterpriseManager;

namespace DrRunbook.Cli.Composition;

/// <summary>The clients of a run's managers, by name; disposing of them logs off.</summary>
internal sealed class ManagerClients : Dictionary<ManagerName, IManagerClient>, IAsyncDisposable
{
    /// <summary>Clients of real managers.</summary>
    /// <param name="root">The runbook's root, which CA files are relative to.</param>
    /// <exception cref="ValueMissingException">A CA file cannot be read, or holds no certificate.</exception>
    public static ManagerClients Create(Plan plan, string root, ISecrets secrets, Invocation invocation, FactInbox facts) =>
        Of(plan, manager => Create(manager, root, secrets, invocation, facts));

    /// <summary>Clients made one by one.</summary>
    public static ManagerClients Of(Plan plan, Func<PlannedManager, IManagerClient> create)
    {
        var clients = new ManagerClients();
        foreach (var manager in plan.Managers)
        {
            clients.Add(manager.Name, create(manager));
        }

        return clients;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // All at once: managers that are away must not make the end long.
        await Task.WhenAll(Values.Select(client => client.DisposeAsync().AsTask()));
    }

    /// <summary>The client of one manager.</summary>
    /// <param name="root">The folder that its CA file is relative to.</param>
    /// <exception cref="ValueMissingException">The CA file cannot be read, or holds no certificate.</exception>
    public static EnterpriseManagerClient Create(PlannedManager manager, string root, ISecrets secrets, Invocation invocation, FactInbox facts)
    {
        var options = new ManagerClientOptions
        {
            Name = manager.Name,
            Url = manager.Url,
            Credentials = () => Credentials(manager, secrets),
            Clock = invocation.Context.RunClock,
            HostClock = invocation.Context.HostClock,
            Facts = facts,
            CaPem = manager.CaFile is { } file ? secrets.Read(new SecretReference(SecretOrigin.File, Path.GetFullPath(file, root))) : null,
            Thumbprint = manager.Thumbprint,
            Format = invocation.Wire,
            Secrets = invocation.Context.Secrets,
            Trace = line => invocation.Log.Debug("{Line:l}", line),
            Fault = facts.Fail,
        };
        try
        {
            return EnterpriseManagerClient.Create(options);
        }
        catch (ArgumentException unusable)
        {
            throw new ValueMissingException($"manager '{manager.Name}' cannot be used as the runbook states it: {unusable.Message}");
        }
    }

    private static CredentialAnswer Credentials(PlannedManager manager, ISecrets secrets)
    {
        if (manager.UserName is not { } userName || manager.Password is not { } password)
        {
            return new CredentialNotThere($"enterpriseManagers.{manager.Name}.credentials");
        }

        return Read(userName) is not { } user ? new CredentialNotThere(userName.ToString())
            : Read(password) is not { } secret ? new CredentialNotThere(password.ToString())
            : new LogonCredentials(user, secret) { UserNameSource = userName.ToString() };

        string? Read(SecretReference reference)
        {
            try
            {
                return secrets.Read(reference) is { Length: > 0 } value ? value : null;
            }
            catch (ValueMissingException)
            {
                return null;
            }
        }
    }
}
