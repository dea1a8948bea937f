using System.Globalization;
using System.Text;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;
using DrRunbook.Engine.Ports;
using DrRunbook.Simulator;

namespace DrRunbook.Cli.Simulation;

/// <summary>The outside of a rehearsal: gates, programs, requests and people answer as the scenario says. Nothing real is touched.</summary>
/// <param name="ledger">What the simulated managers have carried out so far.</param>
/// <param name="clock">The run's clock.</param>
internal sealed class SimulatedWorld(World world, Func<Ledger> ledger, TimeProvider clock) : IOutside, ISimulatedPeople
{
    private readonly Dictionary<GateId, DateTimeOffset> _firstTries = [];
    private readonly Lock _lock = new();

    /// <inheritdoc />
    public async Task<ProbeAnswer> ProbeAsync(GateId id, Gate gate, int attempt, ValueResolver values, CancellationToken cancellationToken)
    {
        if (gate is CommandGate command)
        {
            return await CommandAsync(id.Value, attempt, command.Command.SuccessExitCodes, cancellationToken);
        }

        var answer = (Simulator.GateAnswer)world.Decide(WorldQuestion.Gate, id.Value, attempt, ledger());
        if (!answer.Passes)
        {
            return Answer(holds: false, answer.Text ?? "no answer");
        }

        // Whatever comes up within the pause between two tries answers the try that is under way.
        var rest = FirstTry(id) + answer.After - clock.GetUtcNow();
        if (rest > gate.Every && rest > TimeSpan.FromSeconds(5))
        {
            return Answer(holds: false, "not yet");
        }

        await WaitAsync(rest, cancellationToken);
        return Answer(holds: true, "passes in the scenario");
    }

    /// <inheritdoc />
    public Task<ProbeAnswer> RunAsync(StepId step, CommandLine command, int attempt, ValueResolver values, CancellationToken cancellationToken) =>
        CommandAsync(step.Value, attempt, command.SuccessExitCodes, cancellationToken);

    /// <inheritdoc />
    public async Task<ProbeAnswer> SendAsync(StepId step, HttpAction request, int attempt, ValueResolver values, CancellationToken cancellationToken)
    {
        var answer = (RequestAnswer)world.Decide(WorldQuestion.Request, step.Value, attempt, ledger());
        if (!await EndsInTimeAsync(answer.Duration, cancellationToken))
        {
            return Answer(holds: false, "no answer in time") with { Known = false };
        }

        var holds = request.Statuses.IsEmpty ? answer.Status is >= 200 and <= 299 : request.Statuses.Contains(answer.Status);
        return Answer(holds, string.Create(CultureInfo.InvariantCulture, $"status {answer.Status}"), answer.Body);
    }

    /// <inheritdoc />
    public async Task<ProbeAnswer> TellAsync(int number, Notification notification, byte[] message, int attempt, ValueResolver values, CancellationToken cancellationToken)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"notify:{number}");
        var answer = (RequestAnswer)world.Decide(WorldQuestion.Notification, id, attempt, ledger());
        return await EndsInTimeAsync(answer.Duration, cancellationToken)
            ? Answer(answer.Status is >= 200 and <= 299, string.Create(CultureInfo.InvariantCulture, $"status {answer.Status}, simulated"))
            : Answer(holds: false, "no answer in time") with { Known = false };
    }

    /// <inheritdoc />
    public async Task AnswerAsync(PersonAsked question, PlanGate gate, Plan plan, IFactSink sink, CancellationToken cancellationToken)
    {
        var approval = gate.Gate as ApprovalGate;
        var kind = approval is null ? WorldQuestion.Manual : WorldQuestion.Approval;
        var answer = (PersonAnswer)world.Decide(kind, gate.Id.Value, attempt: 1, ledger());
        if (answer.Decision == PersonDecision.Silent)
        {
            return;
        }

        await WaitAsync(answer.After, cancellationToken);
        var decision = answer.Decision switch
        {
            PersonDecision.Reject => GateDecision.Reject,
            _ when approval is not null => GateDecision.Approve,
            _ => GateDecision.Confirm,
        };
        var people = answer.By is [var only] && only == world.By ? People(approval, question.From, plan) : answer.By;
        foreach (var person in decision == GateDecision.Reject ? people.Take(1) : people)
        {
            var note = OutsideText.From(answer.Note ?? (decision == GateDecision.Confirm ? "simulated" : null));
            sink.Post(new GateAnswered(question.Step, question.Gate, decision, OutsideText.From(person), note, SignatureChecked: false));
        }
    }

    /// <summary>As many of those who may answer as the gate wants, in the order of the runbook.</summary>
    private ImmutableArray<string> People(ApprovalGate? approval, ImmutableArray<string> roles, Plan plan)
    {
        var allowed = roles.SelectMany(role => plan.Approvers.GetValueOrDefault(role, [])).Distinct(StringComparer.Ordinal).ToImmutableArray();
        if (approval is null || allowed.IsEmpty)
        {
            return allowed.IsEmpty ? [world.By] : [allowed[0]];
        }

        var count = Enumerable.Range(1, allowed.Length).FirstOrDefault(some => Quorums.AreMet(approval, plan.Approvers, allowed[..some]), allowed.Length);
        var chosen = allowed[..count];

        // Who is not needed does not answer: the fewest of those who together suffice.
        foreach (var person in chosen)
        {
            var without = chosen.Remove(person);
            chosen = Quorums.AreMet(approval, plan.Approvers, without) ? without : chosen;
        }

        return chosen;
    }

    private async Task<ProbeAnswer> CommandAsync(string id, int attempt, ImmutableArray<int> successExitCodes, CancellationToken cancellationToken)
    {
        var answer = (Simulator.CommandAnswer)world.Decide(WorldQuestion.Command, id, attempt, ledger());
        return await EndsInTimeAsync(answer.Duration, cancellationToken)
            ? Answer(successExitCodes.Contains(answer.ExitCode), string.Create(CultureInfo.InvariantCulture, $"exit code {answer.ExitCode}"), answer.Output)
            : Answer(holds: false, "ended at its time limit");
    }

    private DateTimeOffset FirstTry(GateId id)
    {
        lock (_lock)
        {
            return _firstTries.TryGetValue(id, out var first) ? first : _firstTries[id] = clock.GetUtcNow();
        }
    }

    private async Task<bool> EndsInTimeAsync(TimeSpan duration, CancellationToken cancellationToken)
    {
        try
        {
            await WaitAsync(duration, cancellationToken);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private Task WaitAsync(TimeSpan duration, CancellationToken cancellationToken) =>
        duration > TimeSpan.Zero ? InlineDelay.ForAsync(duration, clock, cancellationToken) : Task.CompletedTask;

    private static ProbeAnswer Answer(bool holds, string detail, string? evidence = null) =>
        new(holds, detail, string.IsNullOrEmpty(evidence) ? null : Encoding.UTF8.GetBytes(evidence));
}
