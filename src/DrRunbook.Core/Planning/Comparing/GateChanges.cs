using System.Globalization;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Planning.Comparing;

/// <summary>What differs between two gates, part by part.</summary>
internal static class GateChanges
{
    /// <summary>Of two gates of one kind.</summary>
    public static Changes Of(Gate before, Gate after)
    {
        var changes = new Changes();
        AddParts(changes, before, after);
        if (before is not WaitGate)
        {
            changes.AddPatience("within", before.Within, after.Within);
        }

        if (before is not (ApprovalGate or ManualGate or WaitGate or WindowGate))
        {
            changes.Add("every", Duration.Format(before.Every), Duration.Format(after.Every));
        }

        AddOtherwise(changes, before.Otherwise, after.Otherwise);
        return changes;
    }

    private static void AddParts(Changes changes, Gate before, Gate after)
    {
        switch (before, after)
        {
            case (ApprovalGate was, ApprovalGate now):
                changes.Add("approval", GateWords.Quorums(was), GateWords.Quorums(now), ApprovalStrength.Of(was, now));
                changes.Add("starterMayApprove", Truth(was.StarterMayApprove), Truth(now.StarterMayApprove), Effects.OfGrowth(was.StarterMayApprove, now.StarterMayApprove));
                changes.Add("prompt", was.Prompt?.ToString(), now.Prompt?.ToString());
                break;
            case (ManualGate was, ManualGate now):
                AddManual(changes, was, now);
                break;
            case (TcpGate was, TcpGate now):
                changes.AddTarget("address", Address(was), Address(now));
                break;
            case (HttpGate was, HttpGate now):
                AddHttp(changes, was, now);
                break;
            case (DnsGate was, DnsGate now):
                AddDns(changes, was, now);
                break;
            case (CommandGate was, CommandGate now):
                CommandChanges.Add(changes, was.Command, now.Command, isProof: true);
                AddContains(changes, was.Contains, now.Contains);
                break;
            case (WaitGate was, WaitGate now):
                changes.Add("duration", Duration.Format(was.Duration), Duration.Format(now.Duration), Effects.OfDecline(was.Duration, now.Duration));
                break;
            case (WindowGate was, WindowGate now):
                changes.Add("window", GateWords.Of(was), GateWords.Of(now), WindowWidth.Of(was, now));
                break;
            default:
                throw new InvalidOperationException($"{before.GetType().Name} and {after.GetType().Name} are two kinds of gate");
        }
    }

    private static void AddManual(Changes changes, ManualGate before, ManualGate after)
    {
        changes.Add("instruction", before.Instruction.ToString(), after.Instruction.ToString());
        changes.Add("from", GateWords.People(before.From), GateWords.People(after.From), OfRoles(before.From, after.From));
        changes.Add("evidenceRequired", Truth(before.EvidenceRequired), Truth(after.EvidenceRequired), Effects.OfHaving(before.EvidenceRequired, after.EvidenceRequired));
        changes.Add("undoes", GateWords.Scope(before.Undoes), GateWords.Scope(after.Undoes), ScopeWidth.Of(before.Undoes, after.Undoes));
    }

    private static void AddHttp(Changes changes, HttpGate before, HttpGate after)
    {
        AddUrl(changes, before.Url.ToString(), after.Url.ToString());
        changes.AddTarget("method", before.Method, after.Method);
        changes.Add("status", GateWords.Statuses(before.Statuses), GateWords.Statuses(after.Statuses), AcceptedCodes.OfStatuses(before.Statuses, after.Statuses));
        AddContains(changes, before.Contains, after.Contains);
        changes.Add("headers", GateWords.Values(before.Headers), GateWords.Values(after.Headers));
        changes.Add("caFile", before.CaFile, after.CaFile, Effects.OfHaving(before.CaFile, after.CaFile));
    }

    private static void AddDns(Changes changes, DnsGate before, DnsGate after)
    {
        changes.AddTarget("name", $"{before.Name} {before.Type}", $"{after.Name} {after.Type}");
        changes.AddTarget("server", before.Server?.ToString(), after.Server?.ToString());
        changes.Add("match", before.MustEqual ? "equals" : "contains", after.MustEqual ? "equals" : "contains", Effects.OfHaving(before.MustEqual, after.MustEqual));

        // One value less asks for less. One more asks for more, unless the answers had to be just those: then it asks for others.
        var onLoss = DifferenceEffect.Weakens;
        var onGain = before.MustEqual ? DifferenceEffect.Weakens : DifferenceEffect.Strengthens;
        changes.AddSet("values", before.Values.Select(value => value.ToString()), after.Values.Select(value => value.ToString()), onGain, onLoss);
    }

    private static void AddContains(Changes changes, TextTemplate? before, TextTemplate? after) =>
        changes.Add("contains", before?.ToString(), after?.ToString(), OfText(before?.ToString(), after?.ToString()));

    /// <summary>What has the longer text has each part of it; of two texts, neither part of the other, nothing is said.</summary>
    private static DifferenceEffect OfText(string? before, string? after) =>
        before is null ? Effects.OfHaving(before, after)
        : after?.Contains(before, StringComparison.Ordinal) != true ? DifferenceEffect.Weakens
        : before == after ? DifferenceEffect.Neutral
        : DifferenceEffect.Strengthens;

    private static void AddOtherwise(Changes changes, Otherwise before, Otherwise after)
    {
        changes.Add("otherwise", GateWords.Otherwise(before), GateWords.Otherwise(after), (before, after) switch
        {
            ({ Ask: { } was }, { Ask: { } now }) => OfRoles(was.From, now.From),
            _ => Effects.OfDecline(Strictness(before.Kind), Strictness(after.Kind)),
        });
        if (before.Ask is { } asked && after.Ask is { } asks)
        {
            changes.Add("question", asked.Instruction.ToString(), asks.Instruction.ToString());
            changes.AddPatience("time to answer", asked.Within, asks.Within);
            changes.Add("evidence of the answer", Truth(asked.EvidenceRequired), Truth(asks.EvidenceRequired), Effects.OfHaving(asked.EvidenceRequired, asks.EvidenceRequired));
        }
    }

    private static int Strictness(OtherwiseKind kind) => kind switch { OtherwiseKind.Fail => 2, OtherwiseKind.AskPerson => 1, _ => 0 };

    /// <summary>Somebody new who may answer loosens; no role at all lets anybody answer.</summary>
    private static DifferenceEffect OfRoles(ImmutableArray<string> before, ImmutableArray<string> after) =>
        before.IsEmpty ? Effects.OfHaving(before: false, after: !after.IsEmpty)
        : after.IsEmpty || after.Any(role => !before.Contains(role)) ? DifferenceEffect.Weakens
        : before.Any(role => !after.Contains(role)) ? DifferenceEffect.Strengthens
        : DifferenceEffect.Neutral;

    /// <summary>The same address over TLS proves what it did, and without it less.</summary>
    private static void AddUrl(Changes changes, string before, string after)
    {
        if (WithoutScheme(before) == WithoutScheme(after))
        {
            changes.Add("url", before, after, Effects.OfHaving(IsEncrypted(before), IsEncrypted(after)));
        }
        else
        {
            changes.AddTarget("url", before, after);
        }
    }

    private static string WithoutScheme(string url) => url[(url.IndexOf(':', StringComparison.Ordinal) + 1)..];

    private static bool IsEncrypted(string url) => url.StartsWith("https:", StringComparison.OrdinalIgnoreCase);

    private static string Address(TcpGate gate) => string.Create(CultureInfo.InvariantCulture, $"{gate.Host}:{gate.Port}");

    private static string Truth(bool value) => value ? "true" : "false";
}
