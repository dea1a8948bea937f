using DrRunbook.Core.Execution;

namespace DrRunbook.Engine.Running;

/// <content>The last messages of a run.</content>
public sealed partial class RunLoop
{
    /// <summary>
    /// The run is over, or left: who is to be told of that is told, for a limited time. What is put on record meanwhile is recorded. A move that
    /// the run would have to go on for ends the waiting, so that the person is answered at once and a <c>resume</c> finds the run free.
    /// </summary>
    private async Task TellLastAsync(NoticeEffects notices, CancellationToken halt, CancellationToken abandon)
    {
        // A Ctrl+C that came before has halted the run, and does not end its last messages: the next one does.
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(abandon, halt.IsCancellationRequested ? CancellationToken.None : halt);
        var (until, isSaid) = (_setup.RunClock.GetUtcNow() + NoticeEffects.Patience, false);
        notices.Tell(_state);
        while (notices.AnyUnderWay)
        {
            if (!leave.IsCancellationRequested)
            {
                await _setup.Pace.WaitAsync(_setup.Facts, until, abandon);
            }

            foreach (var fact in _setup.Facts.TakeAll().Where(fact => fact.Event is NotificationEvent))
            {
                RecordTold(notices, fact.Event);
            }

            await LookOutsideAsync(isLeft: true, halt);
            if (_moveWaits || leave.IsCancellationRequested || _setup.RunClock.GetUtcNow() >= until)
            {
                // What the resume will tell is left to it; nobody tells of this end again.
                var comesAgain = _moveWaits || (abandon.IsCancellationRequested && RunLifecycle.IsPaused(_state.Phase));
                foreach (var undelivered in notices.GiveUp().Where(told => !comesAgain || told.Occasion == Occasion.End))
                {
                    RecordTold(notices, undelivered);
                }

                await CommitAsync();
                return;
            }

            await CommitAsync();
            notices.Tell(_state);
            if (!isSaid && notices.AnyUnderWay)
            {
                isSaid = true;
                foreach (var observer in _setup.Observers)
                {
                    observer.TellsLast(notices.Addresses, NoticeEffects.Patience);
                }
            }
        }
    }

    /// <summary>What is recorded is under way no longer: nobody gives it up in the same breath.</summary>
    private void RecordTold(NoticeEffects notices, RunEvent told)
    {
        Record(told);
        notices.Follow(told);
    }
}
