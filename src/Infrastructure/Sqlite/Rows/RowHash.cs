using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Hash of a row that is written (<see cref="ContentHash"/>): SQLite has no page checksums here.</summary>
internal static class RowHash
{
    /// <summary>Hash of values as they are given to <see cref="SqliteSession"/>.</summary>
    public static byte[] Of(params ReadOnlySpan<object?> values)
    {
        using var hash = new ContentHash();
        foreach (var value in values)
            hash.Add(SqliteSession.AsStored(value));
        return hash.Finish();
    }
}
