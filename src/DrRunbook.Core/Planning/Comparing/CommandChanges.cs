using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>What differs between two command lines besides the program and its arguments.</summary>
internal static class CommandChanges
{
    public static void Add(Changes changes, CommandLine before, CommandLine after)
    {
        changes.Add("env", GateWords.Values(before.Env), GateWords.Values(after.Env));
        changes.Add("workingDirectory", before.WorkingDirectory, after.WorkingDirectory);
        changes.Add(
            "successExitCodes",
            GateWords.Numbers(before.SuccessExitCodes),
            GateWords.Numbers(after.SuccessExitCodes),
            AcceptedCodes.Of(before.SuccessExitCodes, after.SuccessExitCodes));
    }
}
