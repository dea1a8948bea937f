using System.Text;
using System.Text.Json.Nodes;
using DrRunbook.Cli.Formats;
using DrRunbook.Yaml.Nodes;

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
    public async Task A_link_that_somebody_planted_beside_the_file_is_not_written_through()
    {
        var file = Write("shop.yaml", Untidy);
        var other = Write("other.txt", "keep me");
        var link = Path.Combine(_cli.Folder, ".shop.yaml.drrun-fmt");
        File.CreateSymbolicLink(link, other);

        Assert.Equal((ExitCodes.Good, "shop.yaml\n", ""), await FmtAsync("shop.yaml"));

        Assert.Equal("keep me", File.ReadAllText(other));
        Assert.Equal(other, new FileInfo(link).LinkTarget);
        Assert.Null(new FileInfo(file).LinkTarget);
        Assert.Equal(Tidy, File.ReadAllText(file));
        Assert.Equal([link, other, file], Directory.GetFileSystemEntries(_cli.Folder).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("link")]
    [InlineData("dangling link")]
    [InlineData("file")]
    [InlineData("folder")]
    public void Where_its_name_is_taken_nothing_is_written_and_the_file_stays_whole(string by)
    {
        var file = Write("shop.yaml", Untidy);
        var other = Path.Combine(_cli.Folder, "other.txt");
        var taken = Path.Combine(_cli.Folder, ".taken");
        switch (by)
        {
            case "link":
                File.CreateSymbolicLink(taken, Write("other.txt", "keep me"));
                break;
            case "dangling link":
                File.CreateSymbolicLink(taken, other);
                break;
            case "file":
                Write(".taken", "keep me");
                break;
            default:
                Directory.CreateDirectory(taken);
                break;
        }

        var entries = Directory.GetFileSystemEntries(_cli.Folder).Order(StringComparer.Ordinal).ToList();

        Assert.NotNull(RewrittenFile.Write(file, File.ReadAllBytes(file), Encoding.UTF8.GetBytes(Tidy), ".taken"));

        Assert.Equal(Untidy, File.ReadAllText(file));
        Assert.Equal(entries, Directory.GetFileSystemEntries(_cli.Folder).Order(StringComparer.Ordinal));
        if (by is "link" or "file")
        {
            Assert.Equal("keep me", File.ReadAllText(taken));
        }
    }

    [Fact]
    public async Task Where_nothing_can_be_written_beside_it_that_is_told_and_the_file_stays_whole()
    {
        if (!OperatingSystem.IsLinux())
        {
            return; // How long a path may be differs.
        }

        // The file's own path is as long as Linux allows, so that one beside it with a longer name cannot be: as a full disk, for every user.
        var folder = _cli.Folder;
        while (folder.Length < 4080)
        {
            folder = Path.Combine(folder, new string('d', Math.Min(200, 4080 - folder.Length)));
        }

        Directory.CreateDirectory(folder);
        var file = Write(Path.Combine(folder, "shop.yaml"), Untidy);

        var (code, output, error) = await FmtAsync(file);

        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains(": error DR0131: file '", error, StringComparison.Ordinal);
        Assert.Equal(Untidy, File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_file_that_changed_in_the_meantime_stays_and_nothing_is_left_beside_it()
    {
        var file = Write("shop.yaml", Untidy);

        Assert.Equal("it has been changed in the meantime", RewrittenFile.Write(file, "other"u8, Encoding.UTF8.GetBytes(Tidy)));

        Assert.Equal(Untidy, File.ReadAllText(file));
        Assert.Equal([file], Directory.GetFileSystemEntries(_cli.Folder));
    }

    [Fact]
    public async Task Standard_input_goes_to_standard_output()
    {
        using var cli = new TestCli(input: Untidy);

        Assert.Equal((ExitCodes.Good, Tidy, ""), await cli.InvokeAsync("fmt", "-"));
    }

    [Fact]
    public async Task Bytes_of_standard_input_that_are_no_utf8_are_refused_as_those_of_a_file()
    {
        byte[] bytes = [.. "version: 1\nname: caf"u8, 0xE9, .. "\n"u8];
        File.WriteAllBytes(Path.Combine(_cli.Folder, "cafe.yaml"), bytes);
        using var cli = new TestCli(input: bytes);

        var (code, output, error) = await cli.InvokeAsync("fmt", "-");

        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.StartsWith("<stdin>:2:10: error DR0103: ", error, StringComparison.Ordinal);
        Assert.Equal((code, output, error.Replace("<stdin>", "cafe.yaml", StringComparison.Ordinal)), await FmtAsync("cafe.yaml"));
    }

    [Fact]
    public async Task A_byte_order_mark_in_standard_input_is_not_canonical()
    {
        using var cli = new TestCli(input: [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Tidy)]);

        Assert.Equal(ExitCodes.NotGood, (await cli.InvokeAsync("fmt", "--check", "-")).Code);
        Assert.Equal((ExitCodes.Good, Tidy, ""), await cli.InvokeAsync("fmt", "-"));
    }

    [Fact]
    public async Task Standard_input_that_is_larger_than_a_runbook_may_be_is_refused()
    {
        using var cli = new TestCli(input: [.. Enumerable.Repeat((byte)'#', YamlLimits.MaxBytes + 1)]);

        var (code, output, error) = await cli.InvokeAsync("fmt", "-");

        Assert.Equal((ExitCodes.Usage, ""), (code, output));
        Assert.Contains("error DR0102: ", error, StringComparison.Ordinal);
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
