using Microsoft.Data.Sqlite;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>Reads columns the way <see cref="SqliteSession"/> wrote them.</summary>
internal static class RowReading
{
    public static string? Text(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static long? Integer(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static bool? Flag(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column) != 0;

    public static byte[] Bytes(this SqliteDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static Guid Id(this SqliteDataReader row, int column) => AsId(row.Bytes(column));

    public static Guid? IdOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.Id(column);

    public static Metadata? Metadata(this SqliteDataReader row, int column) => row.Text(column) is { } json ? new Metadata(json) : null;

    /// <summary>Service, server, environment and version from four columns beside each other.</summary>
    public static Scope Scope(this SqliteDataReader row, int column)
    {
        var scope = new Scope(row.Text(column), row.Text(column + 1), row.Text(column + 2), row.Text(column + 3));
        return scope.IsEmpty ? Domain.Scopes.Scope.Everywhere : scope;
    }

    private static Guid AsId(byte[] bytes) => new(bytes, bigEndian: true);
}
