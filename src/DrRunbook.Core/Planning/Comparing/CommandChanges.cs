using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>What differs between two command lines.</summary>
internal static class CommandChanges
{
    /// <param name="isProof">Whether something rests on this very command, as on a gate's or a fence's.</param>
    public static void Add(Changes changes, CommandLine before, CommandLine after, bool isProof)
    {
        Action<string, string?, string?> add = isProof ? changes.AddTarget : (name, was, now) => changes.Add(name, was, now);
        add("command", GateWords.Command(before), GateWords.Command(after));
        add("env", GateWords.Values(before.Env), GateWords.Values(after.Env));
        add("workingDirectory", before.WorkingDirectory, after.WorkingDirectory);
        changes.Add(
            "successExitCodes",
            GateWords.Numbers(before.SuccessExitCodes),
            GateWords.Numbers(after.SuccessExitCodes),
            AcceptedCodes.Of(before.SuccessExitCodes, after.SuccessExitCodes));
    }
}
