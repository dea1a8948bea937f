namespace DrRunbook.Simulator;

/// <summary>Finds what makes a world unplayable.</summary>
internal sealed class WorldCheck(ScenarioCheck check)
{
    public void Run(World world)
    {
        check.Duration(world.PassAfter, "world.passAfter");
        check.Duration(world.PeopleAfter, "world.peopleAfter");
        ScenarioCheck.Each("world.gates", world.Gates, (at, rule) =>
        {
            Rule(at, rule);
            check.Duration(rule.PassAfter, $"{at}.passAfter");
            check.Require(rule.PassAfter is null || !rule.NeverPasses, $"{at}.passAfter", "a gate that never passes has no passAfter");
        });
        ScenarioCheck.Each("world.commands", world.Commands, (at, rule) =>
        {
            Rule(at, rule);
            check.Duration(rule.Duration, $"{at}.duration");
        });
        ScenarioCheck.Each("world.requests", world.Requests, (at, rule) =>
        {
            Rule(at, rule);
            check.Duration(rule.Duration, $"{at}.duration");
            check.Require(rule.Status is >= 100 and <= 599, $"{at}.status", $"{rule.Status} must be 100 to 599");
        });
        ScenarioCheck.Each("world.people", world.People, (at, rule) =>
        {
            Rule(at, rule);
            check.Duration(rule.After, $"{at}.after");
        });
    }

    private void Rule(string path, WorldRule rule)
    {
        check.Require(!string.IsNullOrEmpty(rule.Id), $"{path}.id", "an id is missing; '*' stands for every one");
        check.Require(rule.Attempt is null or >= 1, $"{path}.attempt", $"{rule.Attempt} must be 1 or more");
    }
}
