using DrRunbook.EnterpriseManager.Tests.Doubles;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Tests.Wire;

public sealed class WireFailoverPlanTests
{
    [Fact]
    public void The_published_plan_shows_its_VMs_in_their_order()
    {
        var plan = Assert.Single(WireFailoverPlan.AllIn(Samples.Read("failoverplan-entity.xml")));
        Assert.Equal(("SQL Failover Plan", "urn:veeam:FailoverPlan:ae01e36f-32a3-4095-95fa-09a2af744009"), (plan.Name, plan.Uid));
        Assert.Equal([("sql01", (int?)0), ("sql02", (int?)1)], plan.Vms);
    }

    [Theory]
    [InlineData("failoverplans-list.xml", "SQL Failover Plan", "Exchange Group Failover Plan")]
    [InlineData("failoverplans-list.json", "SQL Failover Plan", "Exchange Group Failover Plan")]
    [InlineData("query-failoverplan.xml", "Failover plan 1", "Failover plan 2")]
    public void A_list_of_references_names_each_plan_and_none_of_its_VMs(string sample, params string[] names)
    {
        WireFailoverPlan[] plans = [.. WireFailoverPlan.AllIn(Samples.Read(sample))];
        Assert.Equal(names, plans.Select(plan => plan.Name));
        Assert.All(plans, plan => Assert.Empty(plan.Vms));
    }
}
