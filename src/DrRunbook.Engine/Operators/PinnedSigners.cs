using System.Text;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Signing;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Operators;

/// <summary>The allowed signers that a plan has pinned: kept with the run by their digest, and checked again before each use.</summary>
/// <param name="root">Where the runbook lies on this machine, a full path; null where it need not lie here.</param>
public sealed class PinnedSigners(IRunStore store, string? root)
{
    /// <summary>Reads them, or says why they cannot be.</summary>
    public async Task<(AllowedSigners? Signers, string? Problem)> ReadAsync(Plan plan)
    {
        if (plan.AllowedSigners is not { } path)
        {
            return (null, "the runbook states no 'allowedSigners': there is nothing to check a signature against");
        }

        if (plan.Files.FirstOrDefault(file => file.Path == path) is not { } pinned)
        {
            return (null, $"the plan does not pin '{path}': no signature can be checked");
        }

        if (root is not null && new PlannedFiles(root, [pinned]).FirstChanged() is not null)
        {
            return (null, $"'{path}' below {root} is not the file that was planned: put it back, then answer again");
        }

        var content = await store.ReadBlobAsync(pinned.Sha256, CancellationToken.None);
        return content is { } bytes && JournalLine.HashOf(bytes.Span) == pinned.Sha256
            ? (AllowedSigners.Parse(Encoding.UTF8.GetString(bytes.Span)), null)
            : (null, $"the store does not hold '{path}' as it was planned: no signature can be checked");
    }
}
