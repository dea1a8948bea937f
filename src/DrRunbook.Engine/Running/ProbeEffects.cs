using DrRunbook.Core.Execution;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Outside;
using DrRunbook.Engine.Ports;

namespace DrRunbook.Engine.Running;

/// <summary>The effects that touch what is outside: probing gates, asking people, running programs, sending requests.</summary>
internal sealed class ProbeEffects(RunSetup setup)
{
    /// <summary>The longest one try of a gate may take where the gate's own limit is further away.</summary>
    private static readonly TimeSpan LongestTry = TimeSpan.FromSeconds(30);

    /// <summary>Tries a gate until it holds or its time is up; at least once.</summary>
    public async Task TryAsync(StepId step, PlanGate gate, ValueResolver values, DateTimeOffset? deadline, IFactSink sink, CancellationToken stop)
    {
        for (var tries = 1; ; tries++)
        {
            var answer = await TryOnceAsync(gate, tries, values, deadline, stop);
            stop.ThrowIfCancellationRequested();
            if (answer.Holds)
            {
                Post(sink, answer, evidence => new GatePassed(step, gate.Id, OutsideText.From(answer.Detail), tries, evidence));
                return;
            }

            if (setup.RunClock.GetUtcNow() + gate.Gate.Every >= deadline)
            {
                Fail(step, gate, values, answer, tries, sink);
                return;
            }

            if (tries == 1)
            {
                sink.Post(new GateFailing(step, gate.Id, OutsideText.From(answer.Detail)));
            }

            await Task.Delay(gate.Gate.Every, setup.RunClock, stop);
        }
    }

    /// <summary>Fills a question in and asks it.</summary>
    public void Ask(StepId step, PlanGate gate, ValueResolver values, DateTimeOffset? deadline, IFactSink sink)
    {
        var (template, from) = gate.Gate switch
        {
            ApprovalGate approval => (approval.Prompt, approval.Lines.SelectMany(line => line.From).Distinct().ToImmutableArray()),
            ManualGate manual => (manual.Instruction, manual.From),
            var other => (other.Otherwise.Ask!.Instruction, other.Otherwise.Ask.From),
        };
        var question = template is null ? $"Approve '{step}'?" : Question(template, values);
        sink.Post(new PersonAsked(step, gate.Id, OutsideText.From(question), from, setup.NewId(), deadline));
    }

    /// <summary>Asks when a gate's own time is up without an answer.</summary>
    public async Task AskLaterAsync(StepId step, PlanGate gate, ValueResolver values, DateTimeOffset deadline, ManualGate ask, IFactSink sink, CancellationToken stop)
    {
        var rest = deadline - setup.RunClock.GetUtcNow();
        await Task.Delay(rest > TimeSpan.Zero ? rest : TimeSpan.Zero, setup.RunClock, stop);
        TurnToPerson(step, gate, values, ask, sink);
    }

    /// <summary>A person's time counts from the question.</summary>
    private void TurnToPerson(StepId step, PlanGate gate, ValueResolver values, ManualGate ask, IFactSink sink) =>
        Ask(step, gate, values, setup.RunClock.GetUtcNow() + (ask.Within ?? RunbookDefaults.PersonWithin), sink);

    /// <summary>The question with its values; as the runbook writes it where one of them is missing or too short to be kept secret.</summary>
    private static string Question(TextTemplate template, ValueResolver values)
    {
        try
        {
            var question = values.Expand(template);
            return values.Secrets.All(Redactor.IsLongEnough) ? new Redactor(values.Secrets).Redact(question) : template.ToString();
        }
        catch (ValueMissingException)
        {
            return template.ToString();
        }
    }

    /// <summary>Carries a command or http step out.</summary>
    public async Task ActAsync(PlanStep step, int attempt, ValueResolver values, DateTimeOffset? deadline, IFactSink sink, CancellationToken stop)
    {
        using var limit = new TimeLimit(deadline, setup.RunClock, stop);
        var isCommand = step.Action is CommandAction;
        ProbeAnswer answer;
        try
        {
            answer = step.Action switch
            {
                CommandAction command => await setup.Outside.RunAsync(step.Id, command.Command, attempt, values, limit.Token),
                _ => await setup.Outside.SendAsync(step.Id, (HttpAction)step.Action, attempt, values, limit.Token),
            };
        }
        catch (ValueMissingException missing)
        {
            answer = new ProbeAnswer(Holds: false, missing.Message, Evidence: null, Sent: false);
        }

        // A program or request that ends because we stop looking tells nothing about itself.
        stop.ThrowIfCancellationRequested();
        var timedOut = limit.IsOver && !answer.Holds;
        if (!answer.Known && answer.Sent && !step.Repeatable && step.Action is HttpAction { Method: not ("GET" or "HEAD") })
        {
            sink.Post(new ActionInDoubt(step.Id, OutsideText.From(answer.Detail)));
            return;
        }

        var reason = timedOut ? FailureReasons.TimedOut : isCommand ? FailureReasons.CommandFailed : FailureReasons.HttpFailed;
        Post(sink, answer, evidence => answer.Holds
            ? new ActionSucceeded(step.Id, Warning: false, OutsideText.From(answer.Detail), evidence)
            : new ActionFailed(step.Id, reason, OutsideText.From(answer.Detail), MayRetry: !timedOut || step.Repeatable, evidence));
    }

    private async Task<ProbeAnswer> TryOnceAsync(PlanGate gate, int tries, ValueResolver values, DateTimeOffset? deadline, CancellationToken stop)
    {
        // 'within: 0s' tries once, and that one try still needs time; a program may use all the time there is.
        var longest = setup.RunClock.GetUtcNow() + LongestTry;
        var hasTime = gate.Gate.Within > TimeSpan.Zero;
        var ownLimit = hasTime && (gate.Gate is CommandGate || deadline < longest) ? deadline : longest;
        using var limit = new TimeLimit(ownLimit, setup.RunClock, stop);
        try
        {
            return await setup.Outside.ProbeAsync(gate.Id, gate.Gate, tries, values, limit.Token);
        }
        catch (ValueMissingException missing)
        {
            return new ProbeAnswer(Holds: false, missing.Message, Evidence: null, Sent: false);
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return new ProbeAnswer(Holds: false, "no answer in time", Evidence: null);
        }
    }

    private void Fail(StepId step, PlanGate gate, ValueResolver values, ProbeAnswer answer, int tries, IFactSink sink)
    {
        if (gate.Gate.Otherwise.Ask is { } ask)
        {
            sink.Post(new GateFailing(step, gate.Id, OutsideText.From(answer.Detail)));
            TurnToPerson(step, gate, values, ask, sink);
            return;
        }

        var tolerated = gate.Gate.Otherwise.Kind == OtherwiseKind.Warn;
        Post(sink, answer, evidence => new GateFailed(step, gate.Id, OutsideText.From(answer.Detail), tries, tolerated, evidence));
    }

    private static void Post(IFactSink sink, ProbeAnswer answer, Func<ImmutableArray<string>, RunEvent> fact)
    {
        if (answer.Evidence is { } bytes)
        {
            var blob = Blob.Of(bytes);
            sink.Post(fact([blob.Sha256]), blob);
        }
        else
        {
            sink.Post(fact([]));
        }
    }
}
