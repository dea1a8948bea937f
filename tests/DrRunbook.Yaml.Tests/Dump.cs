using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using DrRunbook.Core.Diagnostics;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Yaml.Tests;

/// <summary>A runbook as text, one value a line; what is null, empty or false is left out.</summary>
internal static class Dump
{
    public static string Of(object value)
    {
        var text = new StringBuilder();
        Write(text, value, indent: 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, object value, int indent)
    {
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0))
        {
            var content = property.GetValue(value);
            if (property.Name is not ("EqualityContract" or "Root" or "Sources") && !IsNothing(content))
            {
                WriteValue(text, property.Name, content!, indent);
            }
        }
    }

    private static void WriteValue(StringBuilder text, string name, object value, int indent)
    {
        var start = $"{new string(' ', indent)}{name}";
        switch (value)
        {
            case TimeSpan duration:
                text.Append(CultureInfo.InvariantCulture, $"{start}: {Duration.Format(duration)}\n");
                break;
            case SourceSpan place:
                text.Append(CultureInfo.InvariantCulture, $"{start}: {place.Line}:{place.Column}\n");
                break;
            case string or int or decimal or bool or Enum or Uri or TextTemplate or StepId or ManagerName or SecretReference or TimeOnly or DateTimeOffset:
                text.Append(CultureInfo.InvariantCulture, $"{start}: {value}\n");
                break;
            case IDictionary map:
                text.Append(start).Append('\n');
                foreach (DictionaryEntry entry in map)
                {
                    WriteValue(text, (string)entry.Key, entry.Value!, indent + 2);
                }

                break;
            case IEnumerable list:
                text.Append(start).Append('\n');
                foreach (var item in list)
                {
                    WriteValue(text, "-", item, indent + 2);
                }

                break;
            default:
                text.Append(CultureInfo.InvariantCulture, $"{start} {value.GetType().Name}\n");
                Write(text, value, indent + 2);
                break;
        }
    }

    private static bool IsNothing(object? value) =>
        value is null or false or OnFailure.Halt or RetryPolicy { Attempts: 1 } or Otherwise { Kind: OtherwiseKind.Fail }
        || (value is IEnumerable list and not string && !list.Cast<object>().Any());
}
