using System.Text;
using DrRunbook.EnterpriseManager.Wire;

namespace DrRunbook.EnterpriseManager.Tests.Wire;

public sealed class RecentBodiesTests
{
    private const string Xml = "application/xml";
    private readonly RecentBodies _bodies = new();

    [Fact]
    public void What_came_just_before_is_not_read_again()
    {
        var tasks = Read("<Tasks />", Xml);
        var sessions = Read("<RestoreSessions><A>1</A></RestoreSessions>", Xml);
        Assert.Same(tasks, Read("<Tasks />", Xml));
        Assert.Same(sessions, Read("<RestoreSessions><A>1</A></RestoreSessions>", Xml));
        Assert.Equal("Tasks", tasks.Node!.Name);
    }

    [Fact]
    public void A_body_that_differs_in_one_byte_is_read()
    {
        Assert.Equal("1", Read("<Page><A>1</A></Page>", Xml).Node!.TextOf("A"));
        Assert.Equal("2", Read("<Page><A>2</A></Page>", Xml).Node!.TextOf("A"));
        Assert.Equal("12", Read("<Page><A>12</A></Page>", Xml).Node!.TextOf("A"));
    }

    [Fact]
    public void The_same_bytes_under_another_name_are_read_as_that()
    {
        Assert.NotNull(Read("<Page />", Xml).Node);
        Assert.NotSame(Read("<Page />", Xml), Read("<Page />", "text/xml"));
    }

    [Fact]
    public void Two_bodies_are_kept_and_none_that_is_large()
    {
        var first = Read("<First />", Xml);
        Read("<Second />", Xml);
        Read("<Third />", Xml);
        Assert.NotSame(first, Read("<First />", Xml));
        var large = $"<Large>{new string('x', 300 * 1024)}</Large>";
        Assert.NotSame(Read(large, Xml), Read(large, Xml));
    }

    private WireReading Read(string body, string mediaType) => _bodies.Read(Encoding.UTF8.GetBytes(body), mediaType);
}
