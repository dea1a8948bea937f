namespace DrRunbook.Core.Execution;

/// <summary>What became of a step.</summary>
public enum StepOutcome
{
    /// <summary>It never began, or was withdrawn.</summary>
    NotStarted,

    /// <summary>Its task finished, its restore sessions ended with success, its gates held.</summary>
    Succeeded,

    /// <summary>As <see cref="Succeeded"/>, but a restore session said Warning.</summary>
    Warning,

    /// <summary>Some VMs of the vApp.</summary>
    Partial,

    /// <summary>Known to have failed.</summary>
    Failed,

    /// <summary>A request was sent and its effect is not known.</summary>
    InDoubt,

    /// <summary>A person passed it over, with a reason.</summary>
    Skipped,

    /// <summary>What it needs did not succeed.</summary>
    Blocked,

    /// <summary>It is still going on.</summary>
    Running,
}

/// <summary>How a run stands or ended.</summary>
public enum RunOutcome
{
    /// <summary>Final: everything held.</summary>
    Succeeded,

    /// <summary>Final: everything that counts held, with deviations to look at.</summary>
    SucceededWithFindings,

    /// <summary>Final: something untolerated failed, or an objective was missed.</summary>
    Failed,

    /// <summary>Not final: stopped by an operator, a signal or a lost lease.</summary>
    Halted,

    /// <summary>Not final: a request's effect is not known.</summary>
    InDoubt,

    /// <summary>Not final: a person has to answer.</summary>
    Waiting,

    /// <summary>Not final: it is going on.</summary>
    Running,
}
