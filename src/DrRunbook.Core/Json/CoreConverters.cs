using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DrRunbook.Core.Execution;
using DrRunbook.Core.Runbooks;

namespace DrRunbook.Core.Json;

/// <summary>A type that is written as one JSON string.</summary>
/// <param name="read">From the string; null where it is not one.</param>
/// <param name="write">To the string.</param>
public abstract class TextConverter<T>(Func<string, T?> read, Func<T, string> write) : JsonConverter<T>
{
    /// <inheritdoc />
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString() ?? throw new JsonException($"{typeof(T).Name} is null");
        return read(text) ?? throw new JsonException($"'{text}' is no {typeof(T).Name}");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(write(value));

    /// <inheritdoc />
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Read(ref reader, typeToConvert, options);

    /// <inheritdoc />
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(write(value));
}

/// <summary>A step's id as a string.</summary>
public sealed class StepIdConverter() : TextConverter<StepId>(text => new StepId(text), id => id.Value);

/// <summary>A gate's id as a string.</summary>
public sealed class GateIdConverter() : TextConverter<GateId>(text => new GateId(text), id => id.Value);

/// <summary>A manager's name as a string.</summary>
public sealed class ManagerNameConverter() : TextConverter<ManagerName>(text => new ManagerName(text), name => name.Value);

/// <summary>A template in its canonical form.</summary>
public sealed class TextTemplateConverter() : TextConverter<TextTemplate>(TextTemplate.Parse, template => template.ToString());

/// <summary>Text from outside, as it came.</summary>
public sealed class OutsideTextConverter() : TextConverter<OutsideText>(text => new OutsideText(text), text => text.Raw ?? "");

/// <summary>A secret's name as <c>env:NAME</c> or <c>file:PATH</c>.</summary>
public sealed class SecretReferenceConverter() : TextConverter<SecretReference>(SecretReference.Parse, secret => secret.ToString());

/// <summary>An instant as RFC 3339 in UTC with milliseconds, or as many digits as it has.</summary>
public sealed class InstantConverter() : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc />
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) => writer.WriteStringValue(Instant.Format(value));
}

/// <summary>A duration as runbooks write it; parts below a millisecond are left out.</summary>
public sealed class DurationConverter() : JsonConverter<TimeSpan>
{
    /// <inheritdoc />
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        var text = reader.GetString();
        return text is not null && Duration.Parse(text) is { } duration ? duration : throw new JsonException($"'{text}' is no duration");
    }

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) => writer.WriteStringValue(Duration.Format(value));
}

/// <summary>Instants as text.</summary>
public static class Instant
{
    /// <summary>RFC 3339 in UTC: <c>2026-11-23T08:00:00.000Z</c>, with more digits only where there are more.</summary>
    public static string Format(DateTimeOffset instant)
    {
        var utc = instant.UtcDateTime;
        var digits = utc.Ticks % TimeSpan.TicksPerMillisecond == 0 ? "fff" : "fffffff";
        return utc.ToString($"yyyy-MM-dd'T'HH:mm:ss.{digits}'Z'", CultureInfo.InvariantCulture);
    }
}
