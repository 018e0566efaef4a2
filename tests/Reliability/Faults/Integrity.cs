using Microsoft.Data.Sqlite;

namespace ObsControlPlane.Reliability.Faults;

/// <summary>What SQLite itself says about the files that a fault left behind.</summary>
internal static class Integrity
{
    /// <summary>Runs the full integrity check over every database of a folder whose server has ended.</summary>
    /// <returns>What is wrong, empty when nothing is.</returns>
    public static IReadOnlyList<string> Check(string folder)
    {
        var wrong = new List<string>();
        foreach (var file in Databases(folder))
        {
            using var connection = new SqliteConnection($"Data Source={file};Mode=ReadOnly;Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                if (reader.GetString(0) is not "ok" and var problem)
                    wrong.Add($"{Path.GetFileName(file)}: {problem}");
            }
        }

        return wrong;
    }

    /// <summary>The database files of a folder, told by their first bytes.</summary>
    public static IReadOnlyList<string> Databases(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsDatabase).Order(StringComparer.Ordinal)];

    private static bool IsDatabase(string file)
    {
        Span<byte> head = stackalloc byte[16];
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual("SQLite format 3\0"u8);
    }
}
