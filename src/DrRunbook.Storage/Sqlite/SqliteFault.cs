using DrRunbook.Engine.Ports;
using Microsoft.Data.Sqlite;
using static SQLitePCL.raw;

namespace DrRunbook.Storage.Sqlite;

/// <summary>What SQLite's errors mean to an operator. The codes are those of sqlite.org/rescode.html.</summary>
internal static class SqliteFault
{
    public static StoreException Of(string file, SqliteException error) => new(Say(file, error), error);

    private static string Say(string file, SqliteException error) => error.SqliteErrorCode switch
    {
        SQLITE_BUSY or SQLITE_LOCKED => $"store '{file}' has been locked by another process for {StoreConnection.BusyTimeout.TotalSeconds} s: end that process, or try again",
        SQLITE_READONLY or SQLITE_PERM => $"store '{file}' cannot be written: file and folder must be writable for this user",
        SQLITE_CANTOPEN => $"store '{file}' cannot be opened: file and folder must be readable and writable for this user",
        SQLITE_FULL => $"store '{file}' cannot grow: its disk is full",
        SQLITE_NOTADB => $"store '{file}' is no SQLite database, or its head is damaged: name another file, or put a backup in its place",
        SQLITE_CORRUPT => $"store '{file}' is damaged ({error.Message}): keep the file for inspection and put a backup in its place",
        SQLITE_IOERR => $"store '{file}' cannot be read or written: its disk reports an error ({error.Message})",
        _ => $"store '{file}' failed: {error.Message}",
    };
}
