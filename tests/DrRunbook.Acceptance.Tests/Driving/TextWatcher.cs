using System.Text;

namespace DrRunbook.Acceptance.Tests.Driving;

/// <summary>Reads a program's output as it comes, so that a case can wait for a line.</summary>
internal sealed class TextWatcher
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _text = new();
    private readonly Task _reading;
    private TaskCompletionSource _grown = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public TextWatcher(StreamReader reader) => _reading = ReadAsync(reader);

    /// <summary>What was said so far.</summary>
    public string SoFar
    {
        get
        {
            lock (_gate)
            {
                return _text.ToString();
            }
        }
    }

    /// <summary>Waits for the end and gives the whole.</summary>
    public async Task<string> ToEndAsync()
    {
        await _reading;
        return SoFar;
    }

    /// <summary>Waits for a line that has all the parts.</summary>
    /// <exception cref="EndOfStreamException">The program ended without it.</exception>
    public async Task<string> LineWithAsync(ImmutableArray<string> parts)
    {
        while (true)
        {
            Task grown;
            lock (_gate)
            {
                grown = _grown.Task;
            }

            var ended = _reading.IsCompleted;
            var line = SoFar.Split('\n').FirstOrDefault(line => parts.All(part => line.Contains(part, StringComparison.Ordinal)));
            if (line is not null)
            {
                return line;
            }

            if (ended)
            {
                throw new EndOfStreamException();
            }

            await Task.WhenAny(grown, _reading);
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _text.Append(line).Append('\n');
                _grown.TrySetResult();
                _grown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }
}
