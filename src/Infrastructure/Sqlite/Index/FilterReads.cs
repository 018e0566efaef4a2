using System.Globalization;
using System.Text;
using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Sqlite.Index;

/// <summary>What a filter lets through, for an index that does not know who told a record, where, and its tags.</summary>
internal static class FilterReads
{
    /// <summary>Rows that a filter lets through; any report of a fix may match.</summary>
    /// <returns>The rows; null when it restricts nothing but fixes to fixes.</returns>
    public static RidSet? Allowed(SqliteSession session, SearchFilter filter)
    {
        var told = Condition(filter);
        if (told.Sql.Length == 0 && filter.Tag is null && filter.Kind != RecordKind.Memory)
            return null;
        var rids = new List<long>();
        if (filter.Kind != RecordKind.Memory)
            rids.AddRange(Fixes(session, filter.Tag, told));
        // Memories have no tags.
        if (filter.Kind != RecordKind.Fix && filter.Tag is null)
            rids.AddRange(session.Query($"SELECT m.rid FROM memori_metadata m WHERE m.kind = 1{told.Sql.Replace("t.", "m.", StringComparison.Ordinal)}", row => row.GetInt64(0), told.Values));
        return new RidSet(rids);
    }

    /// <summary>The ids that stand for some ids: a merged twin's is that of the fix it was merged into.</summary>
    public static HashSet<Guid> Standing(SqliteSession session, IReadOnlyCollection<Guid> ids)
    {
        var standing = ids.ToHashSet();
        if (standing.Count == 0)
            return standing;
        standing.UnionWith(session.Query(
            "SELECT a.id FROM json_each(?1) x JOIN aliases a ON a.twin = unhex(x.value)",
            row => new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true),
            JsonSerializer.Serialize(ids.Select(id => id.ToString("N", CultureInfo.InvariantCulture)))));
        return standing;
    }

    private static List<long> Fixes(SqliteSession session, string? tag, (string Sql, object?[] Values) told)
    {
        if (tag is null)
            return session.Query($"SELECT DISTINCT t.fix FROM reports t WHERE 1{told.Sql}", row => row.GetInt64(0), told.Values);
        var tagged = $"SELECT m.rid FROM memori_metadata m WHERE m.kind = 0 AND EXISTS (SELECT 1 FROM json_each(m.tags) x WHERE x.value = ?{told.Values.Length + 1})";
        var sql = told.Sql.Length == 0 ? tagged : $"{tagged} AND EXISTS (SELECT 1 FROM reports t WHERE t.fix = m.rid{told.Sql})";
        return session.Query(sql, row => row.GetInt64(0), [.. told.Values, tag]);
    }

    // Only what is asked for is named, so that an index of the table can be used.
    private static (string Sql, object?[] Values) Condition(SearchFilter filter)
    {
        var sql = new StringBuilder();
        var values = new List<object?>();
        var scope = filter.Scope;
        foreach (var (column, value) in new[]
        {
            ("service", scope.Service), ("server", scope.Server), ("environment", scope.Environment), ("version", scope.Version), ("agent", filter.Agent),
        })
        {
            if (value is null)
                continue;
            values.Add(value);
            sql.Append(CultureInfo.InvariantCulture, $" AND t.{column} = ?{values.Count}");
        }

        return (sql.ToString(), [.. values]);
    }
}
