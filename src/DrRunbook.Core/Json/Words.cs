using System.Text.Json;

namespace DrRunbook.Core.Json;

/// <summary>The words for values of enumerations, the same in journal, plan, report, runbooks' references and on the screen.</summary>
public static class Words
{
    /// <summary>A value's word in kebab case, as JSON has it: <c>in-doubt</c>, <c>succeeded-with-findings</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
}
