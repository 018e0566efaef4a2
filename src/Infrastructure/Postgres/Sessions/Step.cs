using Npgsql;

namespace ObsControlPlane.Infrastructure.Postgres.Sessions;

/// <summary>One statement of a round trip.</summary>
/// <param name="sql">The statement; its parameters are <c>$1</c>, <c>$2</c>, … in order.</param>
/// <param name="values">Their values.</param>
internal class Step(string sql, Arg[] values)
{
    /// <summary>Whether it answers with rows.</summary>
    public virtual bool Asks => false;

    /// <summary>Whether it only reads, so that what it did needs no undoing.</summary>
    public bool OnlyReads => Asks && sql.StartsWith("SELECT ", StringComparison.Ordinal);

    /// <summary>Rows that it inserted, changed or deleted; known when it was sent.</summary>
    public int Affected { get; private set; }

    /// <summary>The statement as a command of a batch.</summary>
    public NpgsqlBatchCommand AsCommand()
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = value.Type, Value = value.Value ?? DBNull.Value });
        return command;
    }

    /// <summary>Takes the rows, if it asks for some.</summary>
    public virtual Task TakeAsync(NpgsqlDataReader reader, CancellationToken ct) => Task.CompletedTask;

    /// <summary>Takes what is known when all of the round trip was answered.</summary>
    public void Finish(NpgsqlBatchCommand command) => Affected = (int)command.RecordsAffected;
}

/// <summary>A question, and its answer once it was sent.</summary>
/// <param name="sql">The statement.</param>
/// <param name="map">Reads a row.</param>
/// <param name="values">Values of its parameters.</param>
/// <typeparam name="T">What a row is read as.</typeparam>
internal sealed class Asked<T>(string sql, Func<NpgsqlDataReader, T> map, Arg[] values) : Step(sql, values)
{
    public override bool Asks => true;

    /// <summary>The rows, in their order; empty until it was sent.</summary>
    public List<T> Rows { get; } = [];

    /// <summary>The first row, or the type's default when there is none.</summary>
    public T? First => Rows.Count > 0 ? Rows[0] : default;

    public override async Task TakeAsync(NpgsqlDataReader reader, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct).ConfigureAwait(false))
            Rows.Add(map(reader));
    }
}
