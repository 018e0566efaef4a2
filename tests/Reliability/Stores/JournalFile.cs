using Microsoft.Data.Sqlite;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>The journal of a program, looked at from outside.</summary>
internal static class JournalFile
{
    /// <summary>Writes that wait in it; 0 when there is no journal.</summary>
    public static long Waiting(string data)
    {
        var file = Path.Combine(data, "journal.db");
        if (!File.Exists(file))
            return 0;
        using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM entries";
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Waits until it is empty.</summary>
    public static async Task DrainedAsync(string data, TimeSpan patience, CancellationToken ct)
    {
        var startedAt = System.Diagnostics.Stopwatch.GetTimestamp();
        while (Waiting(data) is var waiting and > 0)
        {
            if (System.Diagnostics.Stopwatch.GetElapsedTime(startedAt) > patience)
                throw new InvalidOperationException($"{waiting} writes wait in the journal after {patience.TotalSeconds:F0} s");
            await Task.Delay(100, ct);
        }
    }
}
