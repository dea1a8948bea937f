using DrRunbook.Core.Planning.Comparing;

namespace DrRunbook.Core.Diagnostics;

/// <summary>What <c>drrun plan --against</c> finds between two plans: DR0463 to DR0467, DR0476 to DR0479 and DR0485 to DR0499. A warning weakens the recovery; a code, once released, keeps its meaning.</summary>
public static class DifferenceDiagnostics
{
    /// <summary>A lint finding is waived, or no longer.</summary>
    public static Diagnostic WaiversChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0463", effect, at, text);

    /// <summary>Mode, inputs or environment differ.</summary>
    public static Diagnostic TermsChanged(SourceSpan at, string text) => Diagnostic.Info("DR0464", at, text);

    /// <summary>Other steps are left out.</summary>
    public static Diagnostic LeftOutChanged(SourceSpan at, string text) => Diagnostic.Info("DR0465", at, text);

    /// <summary>Names, descriptions, labels, exercise or notifications differ.</summary>
    public static Diagnostic WordsChanged(SourceSpan at, string text) => Diagnostic.Info("DR0466", at, text);

    /// <summary>A step is new.</summary>
    public static Diagnostic StepAdded(SourceSpan at, string text) => Diagnostic.Info("DR0476", at, text);

    /// <summary>A step is gone.</summary>
    public static Diagnostic StepRemoved(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0477", effect, at, text);

    /// <summary>A step has another id.</summary>
    public static Diagnostic StepRenamed(SourceSpan at, string text) => Diagnostic.Info("DR0478", at, text);

    /// <summary>A step stands in another group, or a group runs its steps in another way.</summary>
    public static Diagnostic GroupingChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0479", effect, at, text);

    /// <summary>The order of steps has changed.</summary>
    public static Diagnostic OrderChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0485", effect, at, text);

    /// <summary>A step needs others.</summary>
    public static Diagnostic NeedsChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0486", effect, at, text);

    /// <summary>A step does something else.</summary>
    public static Diagnostic ActionChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0487", effect, at, text);

    /// <summary>A step fails over to another restore point.</summary>
    public static Diagnostic PointChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0488", effect, at, text);

    /// <summary>A gate is new.</summary>
    public static Diagnostic GateAdded(SourceSpan at, string text) => Diagnostic.Info("DR0489", at, text);

    /// <summary>A gate is gone.</summary>
    public static Diagnostic GateRemoved(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0490", effect, at, text);

    /// <summary>A gate passes where it did not.</summary>
    public static Diagnostic GateLoosened(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0491", effect, at, text);

    /// <summary>A gate is tighter, or checks something else.</summary>
    public static Diagnostic GateChanged(SourceSpan at, string text) => Diagnostic.Info("DR0492", at, text);

    /// <summary>Timeout or attempts differ.</summary>
    public static Diagnostic AttemptsChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0493", effect, at, text);

    /// <summary>A failure does something else to the rest.</summary>
    public static Diagnostic OnFailureChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0494", effect, at, text);

    /// <summary>RTO, RPO, target or the clock's end differ.</summary>
    public static Diagnostic ObjectivesChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0495", effect, at, text);

    /// <summary>Other sources are fenced.</summary>
    public static Diagnostic FencesChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0496", effect, at, text);

    /// <summary>Managers, or how they are reached, differ.</summary>
    public static Diagnostic ManagersChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0497", effect, at, text);

    /// <summary>Other people may answer, or answers are proven otherwise.</summary>
    public static Diagnostic PeopleChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0498", effect, at, text);

    /// <summary>Scripts, certificates or signer lists differ.</summary>
    public static Diagnostic FilesChanged(SourceSpan at, string text) => Diagnostic.Info("DR0467", at, text);

    /// <summary>The run will take longer, or less long.</summary>
    public static Diagnostic ForecastChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0499", effect, at, text);

    private static Diagnostic Of(string code, DifferenceEffect effect, SourceSpan at, string text) =>
        effect == DifferenceEffect.Weakens ? Diagnostic.Warning(code, at, text) : Diagnostic.Info(code, at, text);
}
