using DrRunbook.Core.Execution;
using DrRunbook.Core.Journal;
using DrRunbook.Core.Planning;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Forecasting;

/// <summary>What an earlier run tells of the time its steps take.</summary>
/// <param name="Run">Its id.</param>
/// <param name="Samples">Of each step that ended well and undisturbed.</param>
public sealed record PastRun(string Run, ImmutableDictionary<StepSignature, StepSample> Samples)
{
    /// <summary>Reads a run's journal by the fold. A simulated run tells nothing.</summary>
    /// <remarks>
    /// A step gives no sample where its time says nothing of the next run: it did not end well, was in doubt, settled, skipped, withdrawn or retried by a person,
    /// or its run was left and taken up again meanwhile.
    /// </remarks>
    /// <exception cref="JournalDamagedException">The entries tell no possible run of this plan.</exception>
    public static PastRun Of(string run, Plan plan, IEnumerable<JournalEntry> entries)
    {
        var watch = new Watch(new RunState(new PlanGraph(plan)));
        foreach (var entry in entries)
        {
            watch.Apply(entry);
        }

        return new PastRun(run, watch.Samples());
    }

    private sealed class Watch(RunState state)
    {
        private readonly Dictionary<StepId, Course> _courses = [];

        public ImmutableDictionary<StepSignature, StepSample> Samples()
        {
            var samples = ImmutableDictionary.CreateBuilder<StepSignature, StepSample>();
            if (state.Start is { Simulation: null })
            {
                foreach (var (id, course) in _courses)
                {
                    if (course.Sample is { } sample && !course.IsDisturbed)
                    {
                        samples[StepSignature.Of(state[id].Step)] = sample;
                    }
                }
            }

            return samples.ToImmutable();
        }

        public void Apply(JournalEntry entry)
        {
            state.Apply(entry);
            var now = state.LastAt.SinceStart;
            switch (entry.Event)
            {
                case RunTakenUp or RunPaused:
                    foreach (var active in state.Active)
                    {
                        CourseOf(state.Steps[active].Step.Id).IsDisturbed |= state.Steps[active].StartedAt is { SinceStart: var began } && began < now;
                    }

                    break;
                case StepSettled or SkipRequested or RetryRequested:
                    Disturb(((StepEvent)entry.Event).Step);
                    break;
                case StepEvent stepEvent:
                    Follow(CourseOf(stepEvent.Step), stepEvent, now);
                    break;
            }
        }

        private Course CourseOf(StepId step)
        {
            if (!_courses.TryGetValue(step, out var course))
            {
                _courses[step] = course = new Course();
            }

            return course;
        }

        /// <summary>A person had a hand in it: that took time which the groups around it waited as well.</summary>
        private void Disturb(StepId step)
        {
            for (var around = state[step]; around.Node.Step is not null; around = state.Steps[around.Node.Parent])
            {
                CourseOf(around.Step.Id).IsDisturbed = true;
            }
        }

        private void Follow(Course course, StepEvent stepEvent, TimeSpan now)
        {
            switch (stepEvent)
            {
                case GateStarted started:
                    course.Gates[started.Gate] = (now, null);
                    break;
                case GatePassed or GateFailed:
                    var gate = ((GateEvent)stepEvent).Gate;
                    course.Gates[gate] = (course.Gates.GetValueOrDefault(gate, (now, null)).From, now);
                    break;
                case StepStarted:
                    course.Began ??= now;
                    break;
                case StepQueued or FailoverNotSent:
                    course.QueuedSince = now;
                    break;
                case FailoverRequested:
                    course.Queue += now - (course.QueuedSince ?? now);
                    (course.QueuedSince, course.Acted) = (null, now);
                    break;
                case ActionStarted:
                    course.Acted = now;
                    break;
                case ActionSucceeded:
                    course.Proven = now;
                    break;
                case StepWithdrawn or ActionInDoubt or FailoverReplyLost or DoubtResolved or RecheckEnded { Sessions.IsEmpty: false }:
                    course.IsDisturbed = true;
                    break;
                case StepEnded { Outcome: StepOutcome.Succeeded or StepOutcome.Warning }:
                    course.Sample = SampleOf(course, state[stepEvent.Step], now);
                    break;
            }
        }

        private static StepSample? SampleOf(Course course, StepProgress step, TimeSpan now) =>
            course is { Began: { } began, Acted: { } acted, Proven: { } proven }
                ? new StepSample(acted - began - course.Queue, proven - acted, now - proven, People(step)) { Gates = Gates(course, step) }
                : null;

        private static ImmutableArray<GateSample> Gates(Course course, StepProgress step)
        {
            var gates = ImmutableArray.CreateBuilder<GateSample>();
            Add(step.RequireGates, GatePlace.Require);
            Add(step.OwnGate is { } own ? [own] : [], GatePlace.Own);
            Add(step.VerifyGates, GatePlace.Verify);
            return gates.ToImmutable();

            void Add(ReadOnlySpan<GateProgress> among, GatePlace place)
            {
                foreach (var gate in among)
                {
                    if (course.Gates.TryGetValue(gate.Plan.Id, out var times) && times.To is { } to)
                    {
                        gates.Add(new GateSample(place, gate.Plan.Gate, to - times.From, gate is { State: GateState.Passed, FailureTolerated: false, Asked: null }));
                    }
                }
            }
        }

        private static TimeSpan People(StepProgress step) =>
            Longest(step.RequireGates) + Longest(step.VerifyGates) + (step.OwnGate is { } own ? WaitOf(own) : TimeSpan.Zero);

        private static TimeSpan Longest(ReadOnlySpan<GateProgress> gates)
        {
            var longest = TimeSpan.Zero;
            foreach (var gate in gates)
            {
                longest = WaitOf(gate) > longest ? WaitOf(gate) : longest;
            }

            return longest;
        }

        private static TimeSpan WaitOf(GateProgress gate) =>
            (gate.Asked is not null || gate.Plan.Gate is ApprovalGate or ManualGate) && gate is { StartedAt: { } from, EndedAt: { } to }
                ? to.SinceStart - from.SinceStart
                : TimeSpan.Zero;
    }

    private sealed class Course
    {
        /// <summary>When each gate was last begun, and when it ended.</summary>
        public Dictionary<GateId, (TimeSpan From, TimeSpan? To)> Gates { get; } = [];

        public TimeSpan? Began { get; set; }

        public TimeSpan? QueuedSince { get; set; }

        public TimeSpan Queue { get; set; }

        public TimeSpan? Acted { get; set; }

        public TimeSpan? Proven { get; set; }

        public bool IsDisturbed { get; set; }

        public StepSample? Sample { get; set; }
    }
}
