using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace DrRunbook.Core.Json;

/// <summary>How drrun writes and reads its own JSON: camelCase, kebab-case words, no nulls, ids and durations as strings.</summary>
public static class CoreJson
{
    /// <summary>The options. Unknown members are refused nowhere: fields are only ever added.</summary>
    public static JsonSerializerOptions Options { get; } = Create();

    private static JsonSerializerOptions Create()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            RespectRequiredConstructorParameters = true,
            RespectNullableAnnotations = true,
            AllowOutOfOrderMetadataProperties = true,
            AllowDuplicateProperties = false,
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveNullsOut } },
        };
        options.Converters.Add(new StepIdConverter());
        options.Converters.Add(new GateIdConverter());
        options.Converters.Add(new ManagerNameConverter());
        options.Converters.Add(new TextTemplateConverter());
        options.Converters.Add(new SecretReferenceConverter());
        options.Converters.Add(new InstantConverter());
        options.Converters.Add(new DurationConverter());
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.MakeReadOnly();
        return options;
    }

    /// <summary>Nulls are not written, so what may be null need not be there.</summary>
    private static void LeaveNullsOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            if (property.AssociatedParameter is { IsNullable: true })
            {
                property.IsRequired = false;
            }
        }
    }
}
