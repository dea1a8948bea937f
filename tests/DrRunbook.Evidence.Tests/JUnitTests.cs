using System.Runtime.CompilerServices;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using DrRunbook.Core.Execution;
using DrRunbook.Evidence.Rendering;
using DrRunbook.Evidence.Tests.Journals;

namespace DrRunbook.Evidence.Tests;

public sealed class JUnitTests
{
    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void It_is_valid_and_its_counts_are_those_of_its_cases(string run)
    {
        var document = Parse(ReportJUnit.Write(Cases.Report(run)));
        Assert.All(document.Descendants("testsuite").Append(document.Root!), suite =>
        {
            var cases = suite.Descendants("testcase").ToList();
            Assert.Equal(cases.Count, (int)suite.Attribute("tests")!);
            Assert.Equal(cases.Count(test => test.Element("failure") is not null), (int)suite.Attribute("failures")!);
            Assert.Equal(cases.Count(test => test.Element("error") is not null), (int)suite.Attribute("errors")!);
            Assert.Equal(cases.Count(test => test.Element("skipped") is not null), (int)suite.Attribute("skipped")!);
        });
        Assert.Equal(document.Descendants("testcase").Count(), document.Descendants("testcase").Select(test => ((string?)test.Attribute("classname"), (string?)test.Attribute("name"))).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Cases.Names), MemberType = typeof(Cases))]
    public void A_build_is_green_exactly_where_the_outcome_is_good(string run)
    {
        var report = Cases.Report(run);
        var root = Parse(ReportJUnit.Write(report)).Root!;
        var isGood = report.Verdict.Outcome is RunOutcome.Succeeded or RunOutcome.SucceededWithFindings;
        Assert.Equal(isGood, ((int)root.Attribute("failures")!, (int)root.Attribute("errors")!) == (0, 0));
    }

    [Fact]
    public void Twelve_green_steps_stand_beside_the_red_check()
    {
        var suites = Parse(ReportJUnit.Write(Cases.Report("green-tasks-red-check"))).Descendants("testsuite").ToDictionary(suite => (string)suite.Attribute("name")!);
        Assert.Equal(12, suites["steps"].Elements("testcase").Count(test => !test.HasElements));
        Assert.Equal("503 Service Unavailable: login failed, no logon server", ((string)suites["checks"].Descendants("failure").Single().Attribute("message")!)["did not hold: ".Length..]);
        Assert.Single(suites["run"].Descendants("failure"));
    }

    [Fact]
    public void The_schema_misses_what_it_requires()
    {
        var text = ReportJUnit.Write(Cases.Report("retried"));
        Assert.Throws<XmlSchemaValidationException>(() => Parse(text.Replace("classname", "class", StringComparison.Ordinal)));
        Assert.Throws<XmlSchemaValidationException>(() => Parse(text.Replace("tests=\"", "tests=\"x", StringComparison.Ordinal)));
    }

    private static XDocument Parse(string text)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(null, SchemaFile());
        var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas, ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings | XmlSchemaValidationFlags.ProcessIdentityConstraints };
        settings.ValidationEventHandler += (_, fault) => throw fault.Exception;
        using var reader = XmlReader.Create(new StringReader(text), settings);
        return XDocument.Load(reader);
    }

    private static string SchemaFile([CallerFilePath] string thisFile = "") => Path.Combine(Path.GetDirectoryName(thisFile)!, "Schema", "junit.xsd");
}
