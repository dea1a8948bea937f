namespace DrRunbook.Core.Execution;

/// <summary>How far an attempt is with reading back what the requests of earlier attempts left behind.</summary>
public enum Recheck
{
    /// <summary>It has not begun to.</summary>
    None,

    /// <summary>The manager is asked.</summary>
    Running,

    /// <summary>Nothing is at work: the request may be made.</summary>
    Clear,
}
