using System.Reflection;
using DrRunbook.Core.Diagnostics;

namespace DrRunbook.Core.Tests.Diagnostics;

/// <summary>Every diagnostic that Core can make, found by calling each method of each class of them once.</summary>
internal static class DiagnosticCatalogue
{
    public static IReadOnlyList<(MethodInfo Method, Diagnostic Diagnostic)> All { get; } =
    [
        .. typeof(Diagnostic).Assembly.GetTypes()
            .Where(type => type is { IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Diagnostics", StringComparison.Ordinal))
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(method => method.ReturnType == typeof(Diagnostic))
            .Select(method => (method, (Diagnostic)method.Invoke(null, [.. method.GetParameters().Select(Argument)])!)),
    ];

    private static object? Argument(ParameterInfo parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (type.IsAssignableFrom(typeof(string[])) && type != typeof(object))
        {
            return new[] { "first", "second" };
        }

        return type == typeof(string) ? parameter.Name
            : type == typeof(SourceSpan) ? new SourceSpan("runbook.yaml", 3, 5)
            : type.IsAssignableFrom(typeof(ImmutableArray<string>)) ? ImmutableArray.Create("first", "second")
            : Activator.CreateInstance(type);
    }
}
