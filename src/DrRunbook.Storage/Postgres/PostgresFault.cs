using System.Net.Sockets;
using System.Security.Authentication;
using DrRunbook.Engine.Ports;
using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>What PostgreSQL's errors mean to an operator. The codes are those of PostgreSQL's appendix A.</summary>
internal static class PostgresFault
{
    /// <summary>Whether the same may go well in a moment: the connection is gone, the server restarts, two transactions were in each other's way.</summary>
    public static bool MayPass(Exception fault) => fault switch
    {
        PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.DiskFull } => false,
        PostgresException refused => refused.IsTransient || refused.SqlState is
            PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow
            or PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.ReadOnlySqlTransaction or "25P03" or "57P05",
        NpgsqlException { InnerException: AuthenticationException } => false,
        NpgsqlException broken => broken.IsTransient || broken.InnerException is IOException or SocketException or TimeoutException,
        _ => false,
    };

    /// <summary>The message for the operator.</summary>
    /// <param name="location">Which store; its password is never told.</param>
    public static StoreException Of(PostgresLocation location, Exception fault) => new($"store '{location}' {Say(location, fault)}", fault);

    private static string Say(PostgresLocation location, Exception fault) => fault switch
    {
        PostgresException refused => Say(location, refused),
        { InnerException: AuthenticationException untrusted } => $"cannot be used: {location.Server} could not show a certificate that is trusted: {untrusted.Message} (sslmode and sslrootcert say what is wanted)",
        { InnerException: TimeoutException } or TimeoutException => $"does not answer: {location.Server} took too long; is it overloaded, or is the network between broken?",
        { InnerException: SocketException unreachable } => $"cannot be reached at {location.Server}: {unreachable.Message}; does the server run, and may this machine connect to it?",
        NpgsqlException { InnerException: null } said when said.Message.Contains("assword", StringComparison.Ordinal) =>
            $"wants a password{UserOf(location)}: give it in PGPASSWORD, in the file that PGPASSFILE names, in ~/.pgpass, or in DRRUN_STORE",
        _ => $"failed: {fault.GetBaseException().Message}",
    };

    private static string Say(PostgresLocation location, PostgresException refused) => refused.SqlState switch
    {
        PostgresErrorCodes.InvalidCatalogName => $"is not there: the server {location.Server} has no database '{location.Database}'; make it, for example with 'createdb {location.Database}', or name another",
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"refuses the logon{UserOf(location)}: {refused.MessageText}; the password comes from DRRUN_STORE, PGPASSWORD, PGPASSFILE or ~/.pgpass",
        PostgresErrorCodes.InsufficientPrivilege => $"gives too few rights{UserOf(location)}: {refused.MessageText}; the first use makes the schema '{PostgresSchema.Name}', for which it needs CREATE on the database",
        PostgresErrorCodes.DiskFull => $"cannot grow: the disk of {location.Server} is full",
        PostgresErrorCodes.TooManyConnections => $"has no connection to spare at {location.Server}: {refused.MessageText}",
        PostgresErrorCodes.CannotConnectNow => $"does not answer yet: {location.Server} says '{refused.MessageText}'; try again",
        PostgresErrorCodes.ReadOnlySqlTransaction => $"cannot be written: {location.Server} is a standby or read only; name the primary",
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.UndefinedColumn => $"is damaged, or its schema '{PostgresSchema.Name}' is another program's: {refused.MessageText}",
        _ => $"failed: {refused.MessageText} (SQLSTATE {refused.SqlState})",
    };

    private static string UserOf(PostgresLocation location) => location.User is { } user ? $" to user '{user}'" : "";
}
