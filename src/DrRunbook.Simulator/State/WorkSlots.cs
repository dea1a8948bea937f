namespace DrRunbook.Simulator.State;

/// <summary>The manager's own queue: so much work runs at once, the rest waits its turn in the order of arrival.</summary>
internal sealed class WorkSlots(int count)
{
    private readonly PriorityQueue<DateTimeOffset, DateTimeOffset> _ends = new();

    /// <summary>When work that arrives now can begin; null: never, because everything before it hangs.</summary>
    public DateTimeOffset? NextStart(DateTimeOffset at)
    {
        if (_ends.Count < count)
        {
            return at;
        }

        var free = _ends.Peek();
        return free == DateTimeOffset.MaxValue ? null : free > at ? free : at;
    }

    /// <summary>Takes the slot that <see cref="NextStart"/> promised.</summary>
    /// <param name="end">When it becomes free; null: never.</param>
    public void Take(DateTimeOffset? end)
    {
        if (_ends.Count >= count)
        {
            _ends.Dequeue();
        }

        _ends.Enqueue(end ?? DateTimeOffset.MaxValue, end ?? DateTimeOffset.MaxValue);
    }
}
