using Npgsql;

namespace DrRunbook.Storage.Postgres;

/// <summary>SQL with the parameters <c>$1</c>, <c>$2</c> and so on.</summary>
internal static class Statement
{
    /// <summary>A command of a connection.</summary>
    public static NpgsqlCommand Command(this NpgsqlConnection connection, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        Bind(command.Parameters, values);
        return command;
    }

    /// <summary>Adds a command to a batch.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<object?> values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Bind(command.Parameters, values);
        batch.BatchCommands.Add(command);
    }

    /// <summary>Every row of a query.</summary>
    public static async Task<ImmutableArray<T>> AllAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> row)
    {
        await using (command)
        {
            await using var reader = await command.ExecuteReaderAsync();
            var rows = ImmutableArray.CreateBuilder<T>();
            while (await reader.ReadAsync())
            {
                rows.Add(row(reader));
            }

            return rows.DrainToImmutable();
        }
    }

    /// <summary>The first row of a query, or null.</summary>
    public static async Task<T?> FirstAsync<T>(this NpgsqlCommand command, Func<NpgsqlDataReader, T> row)
        where T : class => (await command.AllAsync(row)).FirstOrDefault();

    /// <summary>Runs it.</summary>
    /// <returns>How many rows it changed.</returns>
    public static async Task<int> RunAsync(this NpgsqlCommand command)
    {
        await using (command)
        {
            return await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>A text that may be missing.</summary>
    public static string? Text(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static void Bind(NpgsqlParameterCollection parameters, ReadOnlySpan<object?> values)
    {
        foreach (var value in values)
        {
            parameters.Add(new NpgsqlParameter { Value = value ?? DBNull.Value });
        }
    }
}
