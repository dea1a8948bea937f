namespace DrRunbook.Core.Planning.Comparing;

/// <summary>What a difference between two plans is about; each kind has a code of its own.</summary>
public enum DifferenceKind
{
    /// <summary>A lint finding is waived, or no longer.</summary>
    WaiversChanged,

    /// <summary>Mode, inputs or environment.</summary>
    TermsChanged,

    /// <summary>What <c>when</c> keeps out of the plan.</summary>
    LeftOutChanged,

    /// <summary>Names, descriptions, labels, exercise, notifications: what people are told.</summary>
    WordsChanged,

    /// <summary>A step is new.</summary>
    StepAdded,

    /// <summary>A step is gone.</summary>
    StepRemoved,

    /// <summary>A step does the same under another id.</summary>
    StepRenamed,

    /// <summary>A step stands elsewhere, or a group runs its steps in another way.</summary>
    GroupingChanged,

    /// <summary>A step that was certain to end before another begins no longer is, or the other way round.</summary>
    OrderChanged,

    /// <summary>What a step needs.</summary>
    NeedsChanged,

    /// <summary>What a step does.</summary>
    ActionChanged,

    /// <summary>The restore point a step fails over to.</summary>
    PointChanged,

    /// <summary>A gate is new.</summary>
    GateAdded,

    /// <summary>A gate is gone.</summary>
    GateRemoved,

    /// <summary>A gate passes where it did not.</summary>
    GateLoosened,

    /// <summary>A gate is tighter, or checks something else.</summary>
    GateChanged,

    /// <summary>How long a step may take and how often it is tried.</summary>
    AttemptsChanged,

    /// <summary>What a failure does to the rest.</summary>
    OnFailureChanged,

    /// <summary>RTO, RPO and targets.</summary>
    ObjectivesChanged,

    /// <summary>What keeps the sources from staying alive.</summary>
    FencesChanged,

    /// <summary>The managers and how they are reached.</summary>
    ManagersChanged,

    /// <summary>Who may answer, and how answers are proven.</summary>
    PeopleChanged,

    /// <summary>Scripts, certificates and signer lists.</summary>
    FilesChanged,

    /// <summary>How long the run will take.</summary>
    ForecastChanged,
}

/// <summary>What a difference does to the recovery.</summary>
public enum DifferenceEffect
{
    /// <summary>Something that held no longer holds.</summary>
    Weakens,

    /// <summary>Neither, or it cannot be told.</summary>
    Neutral,

    /// <summary>Something holds that did not.</summary>
    Strengthens,
}
