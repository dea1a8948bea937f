using System.Globalization;

namespace DrRunbook.Simulator.Queries;

/// <summary>A name by which a type can be filtered and sorted.</summary>
/// <typeparam name="T">The type of the things queried.</typeparam>
internal abstract class Field<T>
{
    /// <summary>Prepares a comparison with a value.</summary>
    /// <exception cref="FilterException">The value cannot be one of this field.</exception>
    public abstract Func<T, bool> Compile(ComparisonOperator comparison, string value, DateTimeOffset now);

    public abstract Comparer<T> Order(DateTimeOffset now);

    public static Field<T> Text(Func<T, string?> read) =>
        new Of<string>((row, _) => read(row) ?? "", value => value, StringComparer.OrdinalIgnoreCase);

    public static Field<T> Time(Func<T, DateTimeOffset?> read) => Time((row, _) => read(row));

    /// <param name="read">The time, by the clock of the manager; null: never.</param>
    public static Field<T> Time(Func<T, DateTimeOffset, DateTimeOffset?> read) =>
        new Of<DateTimeOffset>((row, now) => read(row, now) ?? DateTimeOffset.MinValue, ParseTime, Comparer<DateTimeOffset>.Default);

    /// <summary>An identifier: the full URN or the bare GUID.</summary>
    public static Field<T> Identifier(Func<T, Guid> read) =>
        new Of<Guid>((row, _) => read(row), ParseIdentifier, Comparer<Guid>.Default);

    public static Field<T> Enumeration(Func<T, string> read, params string[] values) => Enumeration((row, _) => read(row), values);

    /// <summary>An enumeration, compared by the position in the documented list.</summary>
    public static Field<T> Enumeration(Func<T, DateTimeOffset, string> read, params string[] values) =>
        new Of<int>((row, now) => Array.IndexOf(values, read(row, now)), value => Position(values, value), Comparer<int>.Default);

    private static DateTimeOffset ParseTime(string value) =>
        DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new FilterException($"'{value}' is not a time");

    private static Guid ParseIdentifier(string value) =>
        Guid.TryParse(value.AsSpan(value.LastIndexOf(':') + 1), out var id) ? id : throw new FilterException($"'{value}' is not an identifier");

    private static int Position(string[] values, string value)
    {
        var position = Array.FindIndex(values, other => string.Equals(other, value, StringComparison.OrdinalIgnoreCase));
        return position >= 0 ? position : throw new FilterException($"'{value}' is not one of {string.Join(", ", values)}");
    }

    private sealed class Of<TValue>(Func<T, DateTimeOffset, TValue> read, Func<string, TValue> parse, IComparer<TValue> order) : Field<T>
    {
        public override Func<T, bool> Compile(ComparisonOperator comparison, string value, DateTimeOffset now)
        {
            var literal = parse(value);
            return comparison switch
            {
                ComparisonOperator.Equal => row => order.Compare(read(row, now), literal) == 0,
                ComparisonOperator.NotEqual => row => order.Compare(read(row, now), literal) != 0,
                ComparisonOperator.Less => row => order.Compare(read(row, now), literal) < 0,
                ComparisonOperator.Greater => row => order.Compare(read(row, now), literal) > 0,
                ComparisonOperator.LessOrEqual => row => order.Compare(read(row, now), literal) <= 0,
                _ => row => order.Compare(read(row, now), literal) >= 0,
            };
        }

        public override Comparer<T> Order(DateTimeOffset now) => Comparer<T>.Create((one, other) => order.Compare(read(one, now), read(other, now)));
    }
}
