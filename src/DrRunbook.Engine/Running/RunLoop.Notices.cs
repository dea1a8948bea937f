using DrRunbook.Core.Execution;

namespace DrRunbook.Engine.Running;

/// <content>The last messages of a run.</content>
public sealed partial class RunLoop
{
    /// <summary>The run is over, or left: who is to be told of that is told, for a limited time. Whoever has a word to add meanwhile is heard.</summary>
    private async Task TellLastAsync(NoticeEffects notices, CancellationToken halt, CancellationToken abandon)
    {
        notices.Tell(_state);
        var until = _setup.RunClock.GetUtcNow() + NoticeEffects.Patience;
        while (notices.AnyUnderWay && !abandon.IsCancellationRequested)
        {
            await _setup.Pace.WaitAsync(_setup.Facts, until, abandon);
            foreach (var fact in _setup.Facts.TakeAll().Where(fact => fact.Event is NotificationEvent))
            {
                Record(fact.Event);
            }

            if (_setup.RunClock.GetUtcNow() >= until)
            {
                foreach (var undelivered in notices.GiveUp())
                {
                    Record(undelivered);
                }
            }

            await LookOutsideAsync(halt);
            var entries = _journal.Entries;
            await CommitAsync();
            foreach (var entry in entries)
            {
                notices.Follow(entry.Event);
            }
        }
    }
}
