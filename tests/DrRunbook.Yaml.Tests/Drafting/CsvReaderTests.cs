using System.Text;
using CsCheck;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Yaml.Drafting;
using DrRunbook.Yaml.Nodes;

namespace DrRunbook.Yaml.Tests.Drafting;

public sealed class CsvReaderTests
{
    [Theory]
    [InlineData(',', "\n")]
    [InlineData(';', "\r\n")]
    [InlineData('\t', "\n")]
    [InlineData(';', "\r")]
    public void Every_cell_comes_back_as_it_was_written(char separator, string lineBreak) =>
        HostileText.Unicode.Array[1, 5].Array[1, 5].Sample(rows =>
        {
            // A first row without separators inside tells which one it is.
            var width = rows.Max(row => row.Length) + 1;
            var head = string.Join(separator, Enumerable.Range(0, width).Select(column => $"column{column}"));
            var text = new StringBuilder(head).Append(lineBreak);
            foreach (var row in rows)
            {
                text.AppendJoin(separator, row.Append("x").Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).Append(lineBreak);
            }

            var (table, findings) = Read(text.ToString());
            Assert.Empty(findings);
            Assert.Equal(rows.Select(row => row.Append("x").Select(cell => cell.Trim())), table!.Records.Skip(1).Select(record => record.Cells.Select(cell => cell.Text)));
        });

    [Theory]
    [InlineData("a,b\nx,\"y", "1:1 a|1:3 b|2:1 x|2:3 \"y", "DR0903 2:3")]
    [InlineData("a,b\n\"x\" y,z\n", "1:1 a|1:3 b|2:1 xy|2:7 z", "DR0903 2:5")]
    [InlineData("a,b\n x , \"y,z\" \n", "1:1 a|1:3 b|2:2 x|2:6 y,z", "")]
    [InlineData("a;b\n\"x\r\ny\";z\n1;2", "1:1 a|1:3 b|2:1 x\r\ny|3:4 z|4:1 1|4:3 2", "")]
    [InlineData("sep=|\na|b\n", "2:1 a|2:3 b", "")]
    [InlineData("a,b\n\n,\n  \nx,y\n", "1:1 a|1:3 b|5:1 x|5:3 y", "")]
    [InlineData("a,b\nx \"y\",z", "1:1 a|1:3 b|2:1 x \"y\"|2:7 z", "")]
    [InlineData("a,b\nx,\"y\nz,w\n", "1:1 a|1:3 b|2:1 x|2:3 \"y|3:1 z|3:3 w", "DR0903 2:3")]
    public void Each_cell_knows_its_place_and_nothing_is_swallowed(string csv, string cells, string findings)
    {
        var (table, found) = Read(csv);
        Assert.Equal(cells, string.Join('|', table!.Records.SelectMany(record => record.Cells).Select(cell => $"{cell.At.Line}:{cell.At.Column} {cell.Text}")));
        Assert.Equal(findings, string.Join(' ', found.Select(one => $"{one.Code} {one.At.Line}:{one.At.Column}")));
    }

    [Theory]
    [InlineData("utf-8", "")]
    [InlineData("utf-16", "")]
    [InlineData("utf-16BE", "")]
    [InlineData("iso-8859-1", "DR0904")]
    public void The_encodings_that_spreadsheets_write_are_read(string encoding, string code)
    {
        var with = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. with.GetPreamble(), .. with.GetBytes("vApp\tnotes\nzürich\té\n")];
        var diagnostics = new DiagnosticBag();
        var table = CsvReader.Read("plan.csv", bytes, diagnostics);
        Assert.Equal(["vApp", "notes", "zürich", "é"], table!.Records.SelectMany(record => record.Cells).Select(cell => cell.Text));
        Assert.Equal(code, string.Join(' ', diagnostics.InOrder("plan.csv").Select(one => one.Code)));
    }

    [Fact]
    public void A_flood_of_quotation_marks_is_read_once()
    {
        var (table, _) = Read("a,b\n" + string.Concat(Enumerable.Repeat(",\"\"\"", 500_000)));
        Assert.NotNull(table);
    }

    private static (CsvTable? Table, ImmutableArray<Diagnostic> Findings) Read(string csv)
    {
        var diagnostics = new DiagnosticBag();
        return (CsvReader.Read("plan.csv", Encoding.UTF8.GetBytes(csv), diagnostics), diagnostics.InOrder("plan.csv"));
    }
}
