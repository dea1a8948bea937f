namespace DrRunbook.Simulator;

/// <summary>What the world answers.</summary>
public abstract record WorldAnswer;

/// <summary>How a gate fares.</summary>
/// <param name="Passes">False: every try fails.</param>
/// <param name="After">How long after the first try it passes; tries before that fail.</param>
/// <param name="Text">Why tries fail; null where it passes.</param>
public sealed record GateAnswer(bool Passes, TimeSpan After, string? Text) : WorldAnswer;

/// <summary>How a command ends.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it prints.</param>
/// <param name="Duration">How long it takes.</param>
public sealed record CommandAnswer(int ExitCode, string Output, TimeSpan Duration) : WorldAnswer;

/// <summary>What an HTTP request brings.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">The body.</param>
/// <param name="Duration">How long it takes.</param>
public sealed record RequestAnswer(int Status, string Body, TimeSpan Duration) : WorldAnswer;

/// <summary>What people answer.</summary>
/// <param name="Decision">What they decide.</param>
/// <param name="After">How long they take.</param>
/// <param name="By">Who answers, in this order where several are asked.</param>
/// <param name="Note">What they write; null: nothing.</param>
public sealed record PersonAnswer(PersonDecision Decision, TimeSpan After, ImmutableArray<string> By, string? Note) : WorldAnswer;
