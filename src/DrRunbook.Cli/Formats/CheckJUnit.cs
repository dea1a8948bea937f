using System.Globalization;
using System.Text;
using System.Xml;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Cli.Formats;

/// <summary>Findings as JUnit XML: a suite a file, a case a finding; a file without any has one case that passes.</summary>
internal static class CheckJUnit
{
    /// <summary>Writes it. Errors fail, warnings with <paramref name="strict"/> too; the rest is skipped with its text.</summary>
    public static void Write(TextWriter output, IReadOnlyList<FileCheck> checks, bool strict)
    {
        var text = new StringBuilder();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", OmitXmlDeclaration = true, CheckCharacters = true };
        using (var xml = XmlWriter.Create(text, settings))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteAttributeString("name", "drrun validate");
            foreach (var check in checks)
            {
                WriteSuite(xml, check, strict);
            }

            xml.WriteEndElement();
        }

        output.WriteLine("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        output.WriteLine(text);
    }

    private static void WriteSuite(XmlWriter xml, FileCheck check, bool strict)
    {
        var failing = check.Diagnostics.Count(one => Fails(one, strict));
        xml.WriteStartElement("testsuite");
        xml.WriteAttributeString("name", Legal(check.File));
        xml.WriteAttributeString("tests", Number(Math.Max(1, check.Diagnostics.Length)));
        xml.WriteAttributeString("failures", Number(failing));
        xml.WriteAttributeString("errors", "0");
        xml.WriteAttributeString("skipped", Number(check.Diagnostics.Length - failing));
        if (check.Diagnostics.IsEmpty)
        {
            WriteCase(xml, check.File, "in order");
            xml.WriteEndElement();
        }

        foreach (var one in check.Diagnostics)
        {
            WriteCase(xml, check.File, string.Create(CultureInfo.InvariantCulture, $"{one.Code} at {one.At.File}:{one.At.Line}:{one.At.Column}"));
            xml.WriteStartElement(Fails(one, strict) ? "failure" : "skipped");
            xml.WriteAttributeString("message", Legal(one.Message));
            if (Fails(one, strict))
            {
                xml.WriteAttributeString("type", one.Code);
                xml.WriteString(Legal(one.ToString()));
            }

            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, string file, string name)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Legal(file));
        xml.WriteAttributeString("name", Legal(name));
    }

    private static bool Fails(Diagnostic diagnostic, bool strict) => diagnostic.Severity == Severity.Error || (strict && diagnostic.Severity == Severity.Warning);

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>What XML cannot hold becomes its escape, as the terminal shows it.</summary>
    private static string Legal(string text) => string.Concat(
        Face.TerminalEncoder.EncodeLines(text).Select(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c) ? c : '\uFFFD'));
}
