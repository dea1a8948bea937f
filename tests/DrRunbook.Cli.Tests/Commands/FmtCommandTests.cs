using System.Text.Json.Nodes;

namespace DrRunbook.Cli.Tests.Commands;

public sealed class FmtCommandTests : IDisposable
{
    private const string Untidy = "# why\nname:   \"shop\" # the web shop\nversion: 1\nsteps:\n- gate: {wait: 1s}\n  id: pause\n";

    private const string Tidy = "# why\nversion: 1\nname: shop  # the web shop\n\nsteps:\n  - id: pause\n    gate: { wait: 1s }\n";

    private readonly TestCli _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task A_file_is_rewritten_once_and_named()
    {
        var file = Write("shop.yaml", Untidy);

        Assert.Equal((ExitCodes.Good, "shop.yaml\n", ""), await FmtAsync("shop.yaml"));
        Assert.Equal(Tidy, File.ReadAllText(file));
        Assert.Equal((ExitCodes.Good, "", ""), await FmtAsync("shop.yaml"));
        Assert.Equal([file], Directory.GetFileSystemEntries(_cli.Folder));
    }

    [Fact]
    public async Task Check_changes_nothing_and_shows_what_would_change()
    {
        var file = Write("shop.yaml", Untidy);
        Write("good.yaml", Tidy);

        var said = await _cli.RunAsync("fmt", "--check", "good.yaml", "shop.yaml");

        Assert.Equal(
            """
            > drrun fmt --check good.yaml shop.yaml
            --- shop.yaml
            +++ shop.yaml (canonical)
            @@ -1,6 +1,7 @@
             # why
            -name:   "shop" # the web shop
             version: 1
            +name: shop  # the web shop
            +
             steps:
            -- gate: {wait: 1s}
            -  id: pause
            +  - id: pause
            +    gate: { wait: 1s }
            --- exit 1

            """.ReplaceLineEndings("\n"),
            said);
        Assert.Equal(Untidy, File.ReadAllText(file));
        Assert.Equal((ExitCodes.Good, "", ""), await FmtAsync("--check", "good.yaml"));
    }

    [Fact]
    public async Task A_file_that_is_no_yaml_is_left_as_it_is_and_the_others_are_formatted()
    {
        var broken = Write("broken.yaml", "version: 1\nname: [a\n");
        var file = Write("shop.yaml", Untidy);

        var (code, output, error) = await FmtAsync("broken.yaml", "shop.yaml", "missing.yaml");

        Assert.Equal((ExitCodes.Usage, "shop.yaml\n"), (code, output));
        Assert.Contains("broken.yaml:3:1: error DR0104: ", error, StringComparison.Ordinal);
        Assert.Contains("missing.yaml: error DR0101: ", error, StringComparison.Ordinal);
        Assert.Equal("version: 1\nname: [a\n", File.ReadAllText(broken));
        Assert.Equal(Tidy, File.ReadAllText(file));
    }

    [Fact]
    public async Task Permissions_and_links_stay()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // Links and modes are Unix's.
        }

        var file = Write("shop.yaml", Untidy);
        const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;
        File.SetUnixFileMode(file, Mode);
        var link = Path.Combine(_cli.Folder, "link.yaml");
        File.CreateSymbolicLink(link, "shop.yaml");

        Assert.Equal((ExitCodes.Good, "link.yaml\n", ""), await FmtAsync("link.yaml"));

        Assert.Equal("shop.yaml", new FileInfo(link).LinkTarget);
        Assert.Equal(Tidy, File.ReadAllText(file));
        Assert.Equal(Mode, File.GetUnixFileMode(file));
    }

    [Fact]
    public async Task Where_nothing_can_be_written_beside_it_the_file_stays_whole()
    {
        var file = Write("shop.yaml", Untidy);

        // A folder in the place of the new file: as a full disk, it stops the writing before the file is touched.
        Directory.CreateDirectory(Path.Combine(_cli.Folder, ".shop.yaml.drrun-fmt"));

        var (code, output, error) = await FmtAsync("shop.yaml");

        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.StartsWith("shop.yaml: error DR0131: file 'shop.yaml' cannot be written: ", error, StringComparison.Ordinal);
        Assert.Equal(Untidy, File.ReadAllText(file));
    }

    [Fact]
    public async Task Standard_input_goes_to_standard_output()
    {
        using var cli = new TestCli(input: Untidy);

        Assert.Equal((ExitCodes.Good, Tidy, ""), await cli.InvokeAsync("fmt", "-"));
    }

    [Fact]
    public async Task Programs_are_told_what_became_of_each_file()
    {
        Write("broken.yaml", "- no mapping\n");
        Write("good.yaml", Tidy);
        Write("shop.yaml", Untidy);

        var (code, output, _) = await FmtAsync("--output", "json", "broken.yaml", "good.yaml", "shop.yaml");

        var files = JsonNode.Parse(output)!["files"]!.AsArray();
        Assert.Equal(["error", "canonical", "written"], files.Select(file => (string)file!["outcome"]!));
        Assert.Equal("DR0118", (string)files[0]!["diagnostics"]![0]!["code"]!);
        Assert.Equal(ExitCodes.Usage, code);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_cli.Folder, name);
        File.WriteAllText(path, text);
        return path;
    }

    private Task<(int Code, string Output, string Error)> FmtAsync(params string[] args) => _cli.InvokeAsync(["fmt", .. args]);
}
