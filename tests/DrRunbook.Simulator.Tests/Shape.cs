using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace DrRunbook.Simulator.Tests;

/// <summary>What a body is made of, without its values: names of elements, attributes and members in their order.</summary>
internal static class Shape
{
    private static readonly string[] Enumerations = ["State", "Result", "Operation", "JobType", "Algorithm", "PointType", "IntervalType", "SessionType"];

    public static string OfXml(string text) => Of(XElement.Parse(text.TrimStart('\uFEFF')), 0, new StringBuilder()).ToString();

    public static string OfJson(string text)
    {
        using var document = JsonDocument.Parse(text.TrimStart('\uFEFF'));
        return Of("", document.RootElement, 0, new StringBuilder()).ToString();
    }

    public static string Sample(string name)
    {
        using var stream = typeof(Shape).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static StringBuilder Of(XElement element, int depth, StringBuilder shape)
    {
        shape.Append(' ', depth * 2).Append(element.Name.LocalName);
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            shape.Append(' ').Append(attribute.Name.LocalName);
            if (attribute.Name.LocalName is "Rel" or "Type" or "Success" or "StatusCode")
            {
                shape.Append('=').Append(attribute.Value);
            }
        }

        if (!element.HasElements && Enumerations.Contains(element.Name.LocalName))
        {
            shape.Append(": ").Append(element.Value);
        }

        shape.Append('\n');
        foreach (var child in element.Elements())
        {
            Of(child, depth + 1, shape);
        }

        return shape;
    }

    private static StringBuilder Of(string name, JsonElement element, int depth, StringBuilder shape)
    {
        shape.Append(' ', depth * 2).Append(name);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                shape.Append(" {}\n");
                foreach (var property in element.EnumerateObject())
                {
                    Of(property.Name, property.Value, depth + 1, shape);
                }

                break;
            case JsonValueKind.Array:
                shape.Append(" []\n");
                foreach (var item in element.EnumerateArray())
                {
                    Of("-", item, depth + 1, shape);
                }

                break;
            default:
                shape.Append(' ').Append(element.ValueKind).Append('\n');
                break;
        }

        return shape;
    }
}
