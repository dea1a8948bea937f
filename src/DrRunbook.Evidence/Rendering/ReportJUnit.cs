using System.Globalization;
using System.Text;
using System.Xml;

namespace DrRunbook.Evidence.Rendering;

/// <summary>A report as JUnit XML, for build servers: the outcome, the steps, the checks and the objectives as test cases.</summary>
/// <remarks>JUnit XML has no one standard; this keeps to what common readers share: <c>failure</c> for what is not good, <c>error</c> for what
/// nobody knows, <c>skipped</c> for what was not done.</remarks>
public static class ReportJUnit
{
    /// <summary>Renders the report; the same report gives the same text. Lines end in LF.</summary>
    public static string Write(RunReport report)
    {
        var suites = JUnitCases.Of(report);
        var text = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, Indent = true, NewLineChars = "\n", NewLineHandling = NewLineHandling.Entitize }))
        {
            xml.WriteStartElement("testsuites");
            Attribute(xml, "name", Title(report));
            Counts(xml, [.. suites.SelectMany(suite => suite.Cases)], report.Times.DurationMs);
            foreach (var suite in suites)
            {
                Suite(xml, report, suite);
            }

            xml.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static string Title(RunReport report) => $"{(report.Run.Rehearsal is null ? "" : "REHEARSAL ")}{report.Run.Runbook}, run {report.Run.Id}";

    private static void Suite(XmlWriter xml, RunReport report, JUnitSuite suite)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", suite.Name);
        Counts(xml, suite.Cases, suite.Cases.Sum(test => test.Milliseconds));
        Attribute(xml, "timestamp", report.Times.Started.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        Attribute(xml, "hostname", report.Run.Machine);
        if (suite.HasProperties)
        {
            Properties(xml, report);
        }

        foreach (var test in suite.Cases)
        {
            Case(xml, test);
        }

        xml.WriteEndElement();
    }

    private static void Counts(XmlWriter xml, ImmutableArray<JUnitCase> cases, long milliseconds)
    {
        Attribute(xml, "tests", Number(cases.Length));
        Attribute(xml, "failures", Number(cases.Count(test => test.Result == JUnitResult.Failure)));
        Attribute(xml, "errors", Number(cases.Count(test => test.Result == JUnitResult.Error)));
        Attribute(xml, "skipped", Number(cases.Count(test => test.Result == JUnitResult.Skipped)));
        Attribute(xml, "time", Seconds(milliseconds));
    }

    private static void Properties(XmlWriter xml, RunReport report)
    {
        xml.WriteStartElement("properties");
        foreach (var (name, value) in new (string, string)[]
        {
            ("run", report.Run.Id),
            ("mode", Words.Of(report.Run.Mode)),
            ("rehearsal", report.Run.Rehearsal is null ? "false" : "true"),
            ("outcome", Words.Of(report.Verdict.Outcome)),
            ("started-by", report.Run.StartedBy.Raw),
            ("plan-sha256", report.Provenance.PlanDigest),
            ("journal-head-sha256", report.Provenance.JournalHead),
            ("journal-length", report.Provenance.JournalLength.ToString(CultureInfo.InvariantCulture)),
            ("drrun", report.Run.ToolVersion),
        })
        {
            xml.WriteStartElement("property");
            Attribute(xml, "name", name);
            Attribute(xml, "value", value);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Case(XmlWriter xml, JUnitCase test)
    {
        xml.WriteStartElement("testcase");
        Attribute(xml, "name", test.Name);
        Attribute(xml, "classname", test.ClassName);
        Attribute(xml, "time", Seconds(test.Milliseconds));
        if (test.Result != JUnitResult.Passed)
        {
            xml.WriteStartElement(test.Result.ToString().ToLowerInvariant());
            Attribute(xml, "message", test.Message);
            if (test.Result != JUnitResult.Skipped)
            {
                Attribute(xml, "type", test.Type);
                xml.WriteString(VisibleText.Of(test.Message));
            }

            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, VisibleText.Of(value));

    private static string Number(int count) => count.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(long milliseconds) => (Math.Max(0, milliseconds) / 1000m).ToString("0.000", CultureInfo.InvariantCulture);
}
