using Npgsql;

namespace ObsControlPlane.Infrastructure.Postgres.Sessions;

/// <summary>
/// One connection for one operation. Statements gather until an answer is needed, and then go to the server together: what costs here is
/// the round trip, not the statement.
/// </summary>
/// <param name="connection">The connection; the caller's.</param>
/// <param name="ct">Cancels the operation.</param>
internal class PostgresSession(NpgsqlConnection connection, CancellationToken ct)
{
    private readonly List<Step> _steps = [];

    /// <summary>The connection.</summary>
    protected NpgsqlConnection Connection { get; } = connection;

    /// <summary>Cancels the operation.</summary>
    public CancellationToken Ct { get; } = ct;

    /// <summary>True once the server was asked for anything.</summary>
    public bool HasSent { get; private set; }

    /// <summary>What a row that is going to be changed is read with; empty where nothing is changed.</summary>
    public virtual string ForUpdate => "";

    /// <summary>Gathers a statement without an answer; a SELECT has one, even of no rows, and is asked.</summary>
    public Step Run(string sql, params Arg[] values) => Add(new Step(sql, values));

    /// <summary>Gathers a question; its rows are there after <see cref="SendAsync"/>.</summary>
    public Asked<T> Ask<T>(string sql, Func<NpgsqlDataReader, T> map, params Arg[] values) => Add(new Asked<T>(sql, map, values));

    /// <summary>Sends what was gathered, in its order.</summary>
    public async Task SendAsync()
    {
        if (!HasGathered)
            return;
        HasSent = true;
        await DeliverAsync().ConfigureAwait(false);
    }

    /// <summary>Whether there is anything to send.</summary>
    protected virtual bool HasGathered => _steps.Count > 0;

    /// <summary>Takes what was gathered, in its order; it is the caller's to send.</summary>
    public Step[] TakeSteps()
    {
        Step[] steps = [.. _steps];
        _steps.Clear();
        return steps;
    }

    /// <summary>Brings what was gathered to the server, and the answers into it.</summary>
    protected virtual async Task DeliverAsync()
    {
        var steps = TakeSteps();
        await using var batch = new NpgsqlBatch(Connection);
        foreach (var step in steps)
            batch.BatchCommands.Add(step.AsCommand());
        await using (var reader = await batch.ExecuteReaderAsync(Ct).ConfigureAwait(false))
        {
            // Only statements that answer with rows have a result.
            foreach (var step in steps.Where(step => step.Asks))
            {
                await step.TakeAsync(reader, Ct).ConfigureAwait(false);
                await reader.NextResultAsync(Ct).ConfigureAwait(false);
            }
        }

        for (var i = 0; i < steps.Length; i++)
            steps[i].Finish(batch.BatchCommands[i]);
    }

    /// <summary>All rows.</summary>
    public async Task<List<T>> QueryAsync<T>(string sql, Func<NpgsqlDataReader, T> map, params Arg[] values)
    {
        var asked = Ask(sql, map, values);
        await SendAsync().ConfigureAwait(false);
        return asked.Rows;
    }

    /// <summary>The first row, or the type's default when there is none.</summary>
    public async Task<T?> FirstAsync<T>(string sql, Func<NpgsqlDataReader, T> map, params Arg[] values)
    {
        var asked = Ask(sql, map, values);
        await SendAsync().ConfigureAwait(false);
        return asked.First;
    }

    /// <summary>Whether there is a row.</summary>
    public async Task<bool> ExistsAsync(string sql, params Arg[] values) =>
        (await QueryAsync(sql, _ => true, values).ConfigureAwait(false)).Count > 0;

    /// <summary>Runs a statement now.</summary>
    /// <returns>Rows that it inserted, changed or deleted.</returns>
    public async Task<int> RunNowAsync(string sql, params Arg[] values)
    {
        var step = Run(sql, values);
        await SendAsync().ConfigureAwait(false);
        return step.Affected;
    }

    /// <summary>Gathers a statement.</summary>
    public T Add<T>(T step) where T : Step
    {
        _steps.Add(step);
        return step;
    }
}
