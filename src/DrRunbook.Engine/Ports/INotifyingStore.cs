namespace DrRunbook.Engine.Ports;

/// <summary>A store that tells at once when a command was left, so that whoever drives a run need not wait for the next look. Told or not, the inbox is looked into all the same.</summary>
public interface INotifyingStore
{
    /// <summary>Listens for commands to a run until the result is disposed of. Where the store cannot be reached, listening begins again by itself.</summary>
    /// <param name="posted">Called from any thread, also where it may only be that a command was left.</param>
    IAsyncDisposable Listen(string run, Action posted);
}
