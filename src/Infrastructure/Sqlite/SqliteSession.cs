using Microsoft.Data.Sqlite;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// One connection with its prepared statements, used by one thread at a time. Parameters are <c>?1</c>, <c>?2</c>, … in order; a
/// <see cref="Guid"/> is stored as 16 bytes in the order of its text, so that SQLite sorts ids as we do.
/// </summary>
internal class SqliteSession(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, SqliteCommand> _commands = new(StringComparer.Ordinal);

    public SqliteConnection Connection { get; } = connection;

    /// <summary>Runs a statement without results.</summary>
    /// <returns>Rows that it inserted, changed or deleted.</returns>
    public int Run(string sql, params ReadOnlySpan<object?> values) => Bind(sql, values).ExecuteNonQuery();

    /// <summary>All rows, read to the end before this returns, so that the statement is free again.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
            rows.Add(map(reader));
        return rows;
    }

    /// <summary>Looks at all rows one after the other, keeping none.</summary>
    public void Each(string sql, Action<SqliteDataReader> look, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        while (reader.Read())
            look(reader);
    }

    /// <summary>Looks at rows one after the other until it has seen enough.</summary>
    /// <param name="sql">The statement; not run again before this returns.</param>
    /// <param name="look">Looks at a row; false when no more are wanted.</param>
    /// <param name="values">Values of its parameters.</param>
    public void While(string sql, Func<SqliteDataReader, bool> look, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        while (reader.Read() && look(reader))
        {
        }
    }

    /// <summary>The first row, or null when there is none.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> map, params ReadOnlySpan<object?> values) where T : class
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() ? map(reader) : null;
    }

    /// <summary>First column of the first row, or null when there is no row or it is NULL.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read() && !reader.IsDBNull(0) ? reader.GetInt64(0) : null;
    }

    /// <summary>Whether there is a row.</summary>
    public bool Exists(string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Bind(sql, values).ExecuteReader();
        return reader.Read();
    }

    /// <summary>Row id of the newest insert on this connection.</summary>
    public long LastRowId => SQLitePCL.raw.sqlite3_last_insert_rowid(Connection.Handle);

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
        Connection.Dispose();
        GC.SuppressFinalize(this);
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
            _commands.Add(sql, command = Create(sql, values.Length));
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = AsStored(values[i]);
        return command;
    }

    private SqliteCommand Create(string sql, int count)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        for (var i = 1; i <= count; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        return command;
    }

    internal static object AsStored(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => id.ToByteArray(bigEndian: true),
        bool flag => flag ? 1L : 0L,
        Enum name => Convert.ToInt64(name, System.Globalization.CultureInfo.InvariantCulture),
        _ => value,
    };
}
