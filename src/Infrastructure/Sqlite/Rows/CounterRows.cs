using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Counters that the writes keep in their own transactions; changed through <see cref="WriteSession.Count"/>.</summary>
internal static class CounterRows
{
    private static readonly string[] Names = ["revision", "fixes", "memories", "outcomes", "agents", "worked", "failed", "inconclusive", "vectors_waiting"];

    /// <summary>All counters by name.</summary>
    public static Dictionary<string, long> All(SqliteSession session)
    {
        var counters = session.Query("SELECT name, value FROM counters WHERE value + complement = -1", row => (Name: row.GetString(0), Value: row.GetInt64(1)))
            .ToDictionary(counter => counter.Name, counter => counter.Value, StringComparer.Ordinal);
        return Names.FirstOrDefault(name => !counters.ContainsKey(name)) is { } missing ? throw new DamagedRowException("counters", missing) : counters;
    }
}
