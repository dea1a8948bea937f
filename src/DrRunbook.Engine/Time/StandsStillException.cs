namespace DrRunbook.Engine.Time;

/// <summary>A rehearsal waits for something that its clock will not bring, or not within the time it has.</summary>
public sealed class StandsStillException(string message) : InvalidOperationException(message);
