namespace DrRunbook.Cli;

/// <summary>What drrun's exit codes mean.</summary>
internal static class ExitCodes
{
    /// <summary>Done, and the outcome is good.</summary>
    public const int Good = 0;

    /// <summary>Done, and the outcome is not good: a step failed, an objective missed, a plan not ready, a command refused.</summary>
    public const int NotGood = 1;

    /// <summary>Usage or runbook wrong; nothing was started.</summary>
    public const int Usage = 2;

    /// <summary>Not finished: halted, in doubt or waiting for a person; <c>resume</c> goes on.</summary>
    public const int NotFinished = 3;

    /// <summary>A manager could not be reached, or the logon was refused or impossible; nothing was started.</summary>
    public const int Unreachable = 4;

    /// <summary>A fault of drrun itself, or of the machine below it.</summary>
    public const int Fault = 70;

    /// <summary>The exit code of a run that stands or ended like this.</summary>
    public static int Of(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Succeeded or RunOutcome.SucceededWithFindings => Good,
        RunOutcome.Failed => NotGood,
        _ => NotFinished,
    };
}
