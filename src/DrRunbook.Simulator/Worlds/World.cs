namespace DrRunbook.Simulator;

/// <summary>What is outside the managers answers in a rehearsal. Rules are tried in order, the first that matches decides.</summary>
public sealed record World
{
    /// <summary>Rules for gates that probe or wait.</summary>
    public ImmutableArray<GateRule> Gates { get; init; } = [];

    /// <summary>Rules for commands, as steps and as gates.</summary>
    public ImmutableArray<CommandRule> Commands { get; init; } = [];

    /// <summary>Rules for HTTP requests of steps, and for messages to the addresses of <c>notify</c>.</summary>
    public ImmutableArray<RequestRule> Requests { get; init; } = [];

    /// <summary>Rules for people who are asked.</summary>
    public ImmutableArray<PersonRule> People { get; init; } = [];

    /// <summary>How long a gate, command or request takes that no rule names; it passes.</summary>
    public TimeSpan PassAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long people take whom no rule names; they agree.</summary>
    public TimeSpan PeopleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Who answers where no rule says so.</summary>
    public string By { get; init; } = "simulated operator";

    /// <summary>Decides an answer. The same arguments give the same answer.</summary>
    /// <param name="question">What is asked.</param>
    /// <param name="id">The id of the gate or step: <c>directory</c>, <c>application:verify:1</c>.</param>
    /// <param name="attempt">Which attempt of the step this is, from 1.</param>
    /// <param name="ledger">What the managers have carried out; of several managers, <see cref="Ledger.Combine"/>.</param>
    public WorldAnswer Decide(WorldQuestion question, string id, int attempt, Ledger ledger) => question switch
    {
        WorldQuestion.Gate => Gates.FirstOrDefault(rule => rule.Matches(id, attempt))?.Answer(PassAfter, ledger)
            ?? new GateAnswer(true, PassAfter, null),
        WorldQuestion.Command => Commands.FirstOrDefault(rule => rule.Matches(id, attempt))?.Answer(PassAfter)
            ?? new CommandAnswer(0, "", PassAfter),
        WorldQuestion.Request => Requests.FirstOrDefault(rule => rule.Matches(id, attempt))?.Answer(PassAfter)
            ?? new RequestAnswer(200, "", PassAfter),
        WorldQuestion.Notification => Requests.FirstOrDefault(rule => rule.Matches(id, attempt))?.Answer(TimeSpan.Zero)
            ?? new RequestAnswer(200, "", TimeSpan.Zero),
        WorldQuestion.Approval => Person(id, attempt, PersonDecision.Approve),
        WorldQuestion.Manual => Person(id, attempt, PersonDecision.Confirm),
        _ => throw new ArgumentOutOfRangeException(nameof(question), question, "no such question"),
    };

    private PersonAnswer Person(string id, int attempt, PersonDecision usual)
    {
        var rule = People.FirstOrDefault(rule => rule.Matches(id, attempt));
        return rule is null
            ? new PersonAnswer(usual, PeopleAfter, [By], null)
            : new PersonAnswer(rule.Decision ?? usual, rule.After ?? PeopleAfter, rule.By.IsEmpty ? [By] : rule.By, rule.Note);
    }
}

/// <summary>What the world is asked.</summary>
public enum WorldQuestion
{
    /// <summary>Does this gate (tcp, http, dns, wait, window) pass?</summary>
    Gate,

    /// <summary>How does this command end, as a step or as a gate?</summary>
    Command,

    /// <summary>What does this step's HTTP request bring?</summary>
    Request,

    /// <summary>What does a message to an address of <c>notify</c> bring? Its id is <c>notify:1</c> for the first; where no rule says more it is taken at once.</summary>
    Notification,

    /// <summary>Does a person approve?</summary>
    Approval,

    /// <summary>Does a person confirm that it is done?</summary>
    Manual,
}
