using DrRunbook.Core.Planning.Comparing;

namespace DrRunbook.Core.Diagnostics;

/// <summary>What <c>drrun plan --against</c> finds between two plans: DR0901 to DR0924. A warning weakens the recovery; a code, once released, keeps its meaning.</summary>
public static class DifferenceDiagnostics
{
    /// <summary>A lint finding is waived, or no longer.</summary>
    public static Diagnostic WaiversChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0901", effect, at, text);

    /// <summary>Mode, inputs or environment differ.</summary>
    public static Diagnostic TermsChanged(SourceSpan at, string text) => Diagnostic.Info("DR0902", at, text);

    /// <summary>Other steps are left out.</summary>
    public static Diagnostic LeftOutChanged(SourceSpan at, string text) => Diagnostic.Info("DR0903", at, text);

    /// <summary>Names, descriptions, labels, exercise or notifications differ.</summary>
    public static Diagnostic WordsChanged(SourceSpan at, string text) => Diagnostic.Info("DR0904", at, text);

    /// <summary>A step is new.</summary>
    public static Diagnostic StepAdded(SourceSpan at, string text) => Diagnostic.Info("DR0905", at, text);

    /// <summary>A step is gone.</summary>
    public static Diagnostic StepRemoved(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0906", effect, at, text);

    /// <summary>A step has another id.</summary>
    public static Diagnostic StepRenamed(SourceSpan at, string text) => Diagnostic.Info("DR0907", at, text);

    /// <summary>A step stands in another group, or a group runs its steps in another way.</summary>
    public static Diagnostic GroupingChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0908", effect, at, text);

    /// <summary>The order of steps has changed.</summary>
    public static Diagnostic OrderChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0909", effect, at, text);

    /// <summary>A step needs others.</summary>
    public static Diagnostic NeedsChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0910", effect, at, text);

    /// <summary>A step does something else.</summary>
    public static Diagnostic ActionChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0911", effect, at, text);

    /// <summary>A step fails over to another restore point.</summary>
    public static Diagnostic PointChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0912", effect, at, text);

    /// <summary>A gate is new.</summary>
    public static Diagnostic GateAdded(SourceSpan at, string text) => Diagnostic.Info("DR0913", at, text);

    /// <summary>A gate is gone.</summary>
    public static Diagnostic GateRemoved(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0914", effect, at, text);

    /// <summary>A gate passes where it did not.</summary>
    public static Diagnostic GateLoosened(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0915", effect, at, text);

    /// <summary>A gate is tighter, or checks something else.</summary>
    public static Diagnostic GateChanged(SourceSpan at, string text) => Diagnostic.Info("DR0916", at, text);

    /// <summary>Timeout or attempts differ.</summary>
    public static Diagnostic AttemptsChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0917", effect, at, text);

    /// <summary>A failure does something else to the rest.</summary>
    public static Diagnostic OnFailureChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0918", effect, at, text);

    /// <summary>RTO, RPO, target or the clock's end differ.</summary>
    public static Diagnostic ObjectivesChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0919", effect, at, text);

    /// <summary>Other sources are fenced.</summary>
    public static Diagnostic FencesChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0920", effect, at, text);

    /// <summary>Managers, or how they are reached, differ.</summary>
    public static Diagnostic ManagersChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0921", effect, at, text);

    /// <summary>Other people may answer, or answers are proven otherwise.</summary>
    public static Diagnostic PeopleChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0922", effect, at, text);

    /// <summary>Scripts, certificates or signer lists differ.</summary>
    public static Diagnostic FilesChanged(SourceSpan at, string text) => Diagnostic.Info("DR0923", at, text);

    /// <summary>The run will take longer, or less long.</summary>
    public static Diagnostic ForecastChanged(SourceSpan at, DifferenceEffect effect, string text) => Of("DR0924", effect, at, text);

    private static Diagnostic Of(string code, DifferenceEffect effect, SourceSpan at, string text) =>
        effect == DifferenceEffect.Weakens ? Diagnostic.Warning(code, at, text) : Diagnostic.Info(code, at, text);
}
