namespace DrRunbook.Engine.Ports;

/// <summary>A store cannot be opened, read or written. The message is for the operator: which store, what is wrong with it, what to do.</summary>
public sealed class StoreException(string message, Exception? inner = null) : Exception(message, inner);
