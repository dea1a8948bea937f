using System.Text;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Tests.Nodes;

public sealed class YamlDocumentTests
{
    [Fact]
    public void Every_node_knows_where_it_stands()
    {
        var root = Root("a: 1\nlist:\n  - x\n  - { k: 'v' }\nblock: |\n  text\n");

        Assert.Equal(
            """
            1:1 mapping
              1:1 a = 1:4 '1'
              2:1 list = 3:3 list
                3:5 'x'
                4:5 mapping
                  4:7 k = 4:10 "v"
              5:1 block = 5:8 "text
            "
            """.ReplaceLineEndings("\n"),
            Dump(root, 0));
    }

    [Fact]
    public async Task A_pipe_is_refused_and_not_waited_for()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "made with mkfifo");
        using var folder = new RunbookFolder();
        var pipe = Path.Combine(folder.Path, "runbook.yaml");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, mkfifo.ExitCode);
        }

        var loading = Task.Run(() => folder.Text(folder.Load("runbook.yaml")), TestContext.Current.CancellationToken);
        Assert.Equal("runbook.yaml: error DR0101: file 'runbook.yaml' cannot be read: it is no regular file", await loading.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_byte_order_mark_does_not_move_the_first_line() =>
        Assert.Equal(1, Read([0xEF, 0xBB, 0xBF, .. "a: 1"u8]).Root!.At.Column);

    [Fact]
    public void Lines_that_end_in_CR_LF_count_once() =>
        Assert.Equal(3, ((MappingNode)Root("a: 1\r\nb: 2\r\nc: 3\r\n")).Entries[2].Key.At.Line);

    [Fact]
    public void An_alias_is_the_node_it_refers_to()
    {
        var root = (MappingNode)Root("a: &x [1, 2]\nb: *x\n");

        Assert.Same(root.Entries[0].Value, root.Entries[1].Value);
        Assert.Equal(9, root.Size);
    }

    [Theory]
    [InlineData("!!str 5", true)]
    [InlineData("! 5", true)]
    [InlineData("'5'", true)]
    [InlineData("5", false)]
    [InlineData("!!int 5", false)]
    public void A_tag_of_the_core_schema_can_make_a_number_text(string yaml, bool isQuoted) =>
        Assert.Equal(isQuoted, ((ScalarNode)Root(yaml)).IsQuoted);

    [Theory]
    [InlineData("", "DR0106")]
    [InlineData("# only a comment", "DR0106")]
    [InlineData("a: [", "DR0104")]
    [InlineData(" : 1", "DR0104")]
    [InlineData("!<> x", "DR0104")]
    [InlineData("a: *", "DR0104")]
    [InlineData("%YAML 9.9\n---\na: 1", "DR0104")]
    [InlineData("a:\n\tb: 1", "DR0105")]
    [InlineData("a:\n  b: 1\n\tc: 2", "DR0105")]
    [InlineData("a: {\n\tb: 1}", "DR0105")]
    [InlineData("a: 1\n---\nb: 2", "DR0107")]
    [InlineData("a: 1\n...\n---\n", "DR0107")]
    [InlineData("a: 1\nb: 2\na: 3", "DR0110")]
    [InlineData("a: 1\n'a': 3", "DR0110")]
    [InlineData("a: &x { b: 1 }\nc: { <<: *x }", "DR0111")]
    [InlineData("&x [*x]", "DR0112")]
    [InlineData("a: &x { b: { c: *x } }", "DR0112")]
    [InlineData("a: *x", "DR0113")]
    [InlineData("? [a]\n: 1", "DR0114")]
    [InlineData("{ { a: 1 }: 2 }", "DR0114")]
    [InlineData("a: !vault secret", "DR0115")]
    [InlineData("a: !!binary aGVsbG8=", "DR0115")]
    [InlineData("a: !!map x", "DR0115")]
    [InlineData("\"a\\0b\"", "DR0129")]
    [InlineData("\"\\ud800\"", "DR0104")]
    public void Wrong_text_is_a_finding(string yaml, string code)
    {
        var document = Read(Encoding.UTF8.GetBytes(yaml));

        Assert.Null(document.Root);
        Assert.Equal(code, Assert.Single(document.Diagnostics).Code);
    }

    [Theory]
    [InlineData("a: 'x\n\ty'")]
    [InlineData("a: |\n  \tindented by a tab inside the block")]
    [InlineData("a: 1\t# after the value")]
    [InlineData("'<<': quoted, so it is a key like any other")]
    [InlineData("a: 1\n...\n")]
    [InlineData("---\na: 1\n")]
    public void What_only_looks_wrong_is_read(string yaml) => Assert.NotNull(Root(yaml));

    [Fact]
    public void Several_faults_of_one_file_are_reported_in_one_go() =>
        Assert.Equal(
            ["f.yaml:2:1: DR0110", "f.yaml:3:4: DR0115", "f.yaml:4:6: DR0111"],
            Read("a: 1\na: 2\nb: !x y\nc: { <<: 1 }"u8).Diagnostics.Select(one => $"{one.At}: {one.Code}"));

    [Fact]
    public void A_reference_without_quotes_in_braces_gets_the_help_line_about_quoting() =>
        Assert.Equal(
            "inside { } or [ ] a value with ${…} must be quoted: '${…}'",
            Assert.Single(Read("a: { b: ${inputs.x} }"u8).Diagnostics).Help);

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "UTF-16")]
    [InlineData(new byte[] { 0xFE, 0xFF, 0x00, 0x61 }, "UTF-16")]
    [InlineData(new byte[] { 0x61, 0x00, 0x3A, 0x00 }, "UTF-16")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0xFC }, "0xFC")]
    [InlineData(new byte[] { 0x61, 0x3A, 0x20, 0x07 }, "U+0007")]
    [InlineData(new byte[] { 0x7F, 0x45, 0x4C, 0x46, 0x02, 0x01, 0x01, 0x00 }, "U+007F")]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80, 0x61 }, "0xED")]
    public void Bytes_that_are_not_UTF8_text_are_named(byte[] bytes, string named)
    {
        var finding = Assert.Single(Read(bytes).Diagnostics);

        Assert.Equal("DR0103", finding.Code);
        Assert.Contains(named, finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_place_of_a_wrong_byte_is_exact() =>
        Assert.Equal(new(2, 5), Place(Read([.. "a: ü\nb: ö"u8, 0xFC, 0x61])));

    [Fact]
    public void The_place_of_a_control_character_is_exact() =>
        Assert.Equal(new(2, 4), Place(Read("a: 1\nb: \u0001"u8)));

    private static (int Line, int Column) Place(YamlDocument document) =>
        (Assert.Single(document.Diagnostics).At.Line, document.Diagnostics[0].At.Column);

    private static YamlDocument Read(ReadOnlySpan<byte> bytes) => YamlDocument.Read("f.yaml", bytes);

    private static LocatedNode Root(string yaml)
    {
        var document = Read(Encoding.UTF8.GetBytes(yaml));
        Assert.Empty(document.Diagnostics);
        return document.Root!;
    }

    private static string Dump(LocatedNode node, int indent)
    {
        var start = $"{node.At.Line}:{node.At.Column}";
        var next = "\n" + new string(' ', indent + 2);
        return node switch
        {
            ScalarNode scalar => scalar.IsQuoted ? $"{start} \"{scalar.Text}\"" : $"{start} '{scalar.Text}'",
            SequenceNode sequence => $"{start} list{string.Concat(sequence.Items.Select(item => next + Dump(item, indent + 2)))}",
            MappingNode mapping => $"{start} mapping{string.Concat(mapping.Entries.Select(entry =>
                $"{next}{entry.Key.At.Line}:{entry.Key.At.Column} {entry.Key.Text} = {Dump(entry.Value, indent + 2)}"))}",
            _ => throw new InvalidOperationException(node.Kind),
        };
    }
}
