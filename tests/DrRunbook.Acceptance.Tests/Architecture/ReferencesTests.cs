using System.Reflection;
using System.Runtime.CompilerServices;
using System.Xml.Linq;

namespace DrRunbook.Acceptance.Tests.Architecture;

/// <summary>Which room may know which: held for the project files, and for what the compiler made of them.</summary>
public sealed class ReferencesTests
{
    private static readonly Dictionary<string, string[]> MayKnow = new()
    {
        ["DrRunbook.Core"] = [],
        ["DrRunbook.Yaml"] = ["DrRunbook.Core"],
        ["DrRunbook.Engine"] = ["DrRunbook.Core"],
        ["DrRunbook.Evidence"] = ["DrRunbook.Core"],
        ["DrRunbook.EnterpriseManager"] = ["DrRunbook.Engine", "DrRunbook.Core"],
        ["DrRunbook.Storage"] = ["DrRunbook.Engine", "DrRunbook.Core"],
        ["DrRunbook.Simulator"] = [],
        ["DrRunbook.Cli"] = ["DrRunbook.Core", "DrRunbook.Yaml", "DrRunbook.Engine", "DrRunbook.Evidence", "DrRunbook.EnterpriseManager", "DrRunbook.Storage", "DrRunbook.Simulator"],
    };

    /// <summary>Packages that only one room may use, and that room.</summary>
    private static readonly Dictionary<string, string> LivesOnlyIn = new()
    {
        ["YamlDotNet"] = "DrRunbook.Yaml",
        ["Stateless"] = "DrRunbook.Core",
        ["Microsoft.Data.Sqlite"] = "DrRunbook.Storage",
        ["Npgsql"] = "DrRunbook.Storage",
        ["Polly.Core"] = "DrRunbook.EnterpriseManager",
        ["DnsClient"] = "DrRunbook.Engine",
        ["Spectre.Console"] = "DrRunbook.Cli",
        ["System.CommandLine"] = "DrRunbook.Cli",
        ["Serilog"] = "DrRunbook.Cli",
        ["Microsoft.AspNetCore"] = "DrRunbook.Simulator",
    };

    public static TheoryData<string> Rooms => [.. MayKnow.Keys];

    [Fact]
    public void Every_project_of_the_house_is_named_here() =>
        Assert.Equal(MayKnow.Keys.Order(), Directory.GetDirectories(Path.Combine(Root(), "src")).Select(Path.GetFileName).Order());

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_project_file_refers_to_no_room_that_it_may_not_know(string room)
    {
        var references = Items(room, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')));

        Assert.All(references, reference => Assert.Contains(reference, MayKnow[room]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void An_assembly_refers_to_no_room_that_it_may_not_know(string room)
    {
        var references = ReferencesOf(room).Where(name => name.StartsWith("DrRunbook.", StringComparison.Ordinal));

        Assert.All(references, reference => Assert.Contains(reference, MayKnow[room]));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_package_stays_in_its_room(string room)
    {
        var used = Items(room, "PackageReference").Concat(Items(room, "FrameworkReference")).Concat(ReferencesOf(room)).ToList();

        Assert.All(
            LivesOnlyIn.Where(package => package.Value != room && !(room == "DrRunbook.Cli" && package.Key == "Microsoft.AspNetCore")),
            package => Assert.DoesNotContain(used, name => name == package.Key || name.StartsWith(package.Key + ".", StringComparison.Ordinal)));
    }

    [Fact]
    public void Each_package_that_has_a_room_is_used_in_it() =>
        Assert.All(LivesOnlyIn, package => Assert.Contains(
            Items(package.Value, "PackageReference").Concat(Items(package.Value, "FrameworkReference")),
            name => name == package.Key || name.StartsWith(package.Key + ".", StringComparison.Ordinal)));

    [Fact]
    public void The_core_refers_to_no_network_file_process_or_console_library() =>
        Assert.DoesNotContain(ReferencesOf("DrRunbook.Core"), name => name is "System.Net.Http" or "System.Net.Sockets" or "System.Console" or "System.Diagnostics.Process" or "System.IO.FileSystem");

    private static IEnumerable<string> Items(string room, string kind) =>
        XDocument.Load(Path.Combine(Root(), "src", room, $"{room}.csproj")).Descendants(kind).Select(item => item.Attribute("Include")!.Value);

    private static List<string> ReferencesOf(string room) =>
        [.. Assembly.Load(room == "DrRunbook.Cli" ? "drrun" : room).GetReferencedAssemblies().Select(name => name.Name!)];

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
