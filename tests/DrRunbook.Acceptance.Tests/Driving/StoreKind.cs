namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>Where the runs of a case are kept.</summary>
public enum StoreKind
{
    /// <summary>A file in the case's folder.</summary>
    Sqlite,

    /// <summary>A database of its own on a real PostgreSQL server; the case is skipped where none is installed.</summary>
    Postgres,
}
