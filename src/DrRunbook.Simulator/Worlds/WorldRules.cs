namespace DrRunbook.Simulator;

/// <summary>What a rule of the world applies to.</summary>
public abstract record WorldRule
{
    /// <summary>A glob of the id of a gate or step: <c>directory:verify:*</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Which attempt, from 1; null: every one.</summary>
    public int? Attempt { get; init; }

    internal bool Matches(string id, int attempt) => (Attempt ?? attempt) == attempt && Glob.Matches(Id, id);
}

/// <summary>How gates fare. Of several conditions the first that applies decides, in the order written here.</summary>
public sealed record GateRule : WorldRule
{
    /// <summary>The gate never passes.</summary>
    public bool NeverPasses { get; init; }

    /// <summary>The gate never passes where a vApp was failed over before another one.</summary>
    public ImmutableArray<FailedOverBefore> RedForEverIfFailedOverBefore { get; init; } = [];

    /// <summary>Every try fails with this text; null: it does not fail.</summary>
    public string? FailWith { get; init; }

    /// <summary>How long after the gate is first tried it passes; null: as the world says.</summary>
    public TimeSpan? PassAfter { get; init; }

    internal GateAnswer Answer(TimeSpan usual, Ledger ledger)
    {
        if (NeverPasses)
        {
            return new GateAnswer(false, TimeSpan.Zero, FailWith ?? "no answer");
        }

        var wrong = RedForEverIfFailedOverBefore.FirstOrDefault(order => order.Holds(ledger));
        if (wrong is not null)
        {
            return new GateAnswer(false, TimeSpan.Zero, FailWith ?? $"{wrong.VApp} was started before {wrong.Before} answered");
        }

        return FailWith is not null && RedForEverIfFailedOverBefore.IsEmpty
            ? new GateAnswer(false, TimeSpan.Zero, FailWith)
            : new GateAnswer(true, PassAfter ?? usual, null);
    }
}

/// <summary>That one vApp's failover was finished before another one's.</summary>
/// <param name="VApp">The vApp that must not come first.</param>
/// <param name="Before">The vApp that must.</param>
public sealed record FailedOverBefore(string VApp, string Before)
{
    internal bool Holds(Ledger ledger)
    {
        var first = ledger.FirstFailoverEnd(VApp);
        var second = ledger.FirstFailoverEnd(Before);
        return first is not null && (second is null || first < second);
    }
}

/// <summary>How commands end.</summary>
public sealed record CommandRule : WorldRule
{
    /// <summary>The exit code.</summary>
    public int ExitCode { get; init; }

    /// <summary>What the command prints.</summary>
    public string Output { get; init; } = "";

    /// <summary>How long it takes; null: as the world says.</summary>
    public TimeSpan? Duration { get; init; }

    internal CommandAnswer Answer(TimeSpan usual) => new(ExitCode, Output, Duration ?? usual);
}

/// <summary>What HTTP requests of steps bring.</summary>
public sealed record RequestRule : WorldRule
{
    /// <summary>The status.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The body.</summary>
    public string Body { get; init; } = "";

    /// <summary>How long it takes; null: as the world says.</summary>
    public TimeSpan? Duration { get; init; }

    internal RequestAnswer Answer(TimeSpan usual) => new(Status, Body, Duration ?? usual);
}

/// <summary>What people answer.</summary>
public sealed record PersonRule : WorldRule
{
    /// <summary>What they decide; null: they approve an approval and confirm a manual gate.</summary>
    public PersonDecision? Decision { get; init; }

    /// <summary>How long they take; null: as the world says.</summary>
    public TimeSpan? After { get; init; }

    /// <summary>Who answers, in this order where several are asked; empty: as the world says.</summary>
    public ImmutableArray<string> By { get; init; } = [];

    /// <summary>What they write; null: nothing.</summary>
    public string? Note { get; init; }
}

/// <summary>What a person decides.</summary>
public enum PersonDecision
{
    /// <summary>Agrees.</summary>
    Approve,

    /// <summary>Refuses.</summary>
    Reject,

    /// <summary>Says that it is done.</summary>
    Confirm,

    /// <summary>Never answers.</summary>
    Silent,
}
