using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>A table that has grown is planned for as it is, by connections that planned for it when it was empty.</summary>
[Category(PostgresRecord.Name)]
public sealed class PlannerStatisticsTests
{
    private const int Rows = 400;

    private const string Lookup = "SELECT m.rid FROM memori_metadata m WHERE m.kind = 0 AND m.fingerprint = $1 AND m.solution_hash = $2";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private TemporaryDatabase _database = null!;

    [SetUp]
    public async Task Open()
    {
        await TemporaryDatabase.RequireServerAsync();
        _database = await TemporaryDatabase.CreateAsync();
    }

    [TearDown]
    public async Task Close()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task A_plan_made_over_an_empty_table_is_made_anew_when_the_table_has_grown()
    {
        var inner = await _database.OpenReadyAsync();
        await using var connection = await inner.Source.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; PREPARE lookup(text, bytea) AS {Lookup}";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "ALTER TABLE memori_metadata SET (autovacuum_enabled = false)";
        await command.ExecuteNonQueryAsync();
        command.CommandText = "EXECUTE lookup('x', '\\x00')";
        await command.ExecuteNonQueryAsync();
        var store = PostgresRecord.Over(inner);
        await Parallel.ForEachAsync(Enumerable.Range(1, Rows), async (i, _) => await store.Memory.TellAsync(Samples.Told(solution: $"variant {i}", id: Samples.Id(i))));

        var gathered = await UntilGatheredAsync(inner);
        command.CommandText = "EXPLAIN EXECUTE lookup('x', '\\x00')";
        List<string> plan = [];
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
                plan.Add(reader.GetString(0));
        }

        var again = await PlannerStatistics.GatherDueAsync(inner, CancellationToken.None);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(gathered, Does.Contain("memori_metadata"));
            Assert.That(string.Join('\n', plan), Does.Contain("Index Cond: ").And.Contain("fingerprint = $1").And.Contain("solution_hash = $2"));
            Assert.That(again, Does.Not.Contain("memori_metadata"));
        }
    }

    // The server counts rows some moments after their commit.
    private static async Task<IReadOnlyList<string>> UntilGatheredAsync(PostgresStore store)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(since) < Patience)
        {
            var gathered = await PlannerStatistics.GatherDueAsync(store, CancellationToken.None);
            if (gathered.Contains("memori_metadata"))
                return gathered;
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }

        return [];
    }
}
