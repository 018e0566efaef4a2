using System.Text;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Reads fixes and memories one by one and in lists.</summary>
internal static class FixReads
{
    private const int HistoryLength = 100;

    public static FixRecord? Get(SqliteSession session, Guid id)
    {
        Tombstones.ThrowIfErased(session, RecordKind.Fix, id);
        if (FixRows.ById(session, Tombstones.Resolve(session, id)) is not { } stored)
            return null;
        var shown = stored.Fix.Id == id ? stored.Fix : stored.Fix with { Id = id, MergedInto = stored.Fix.Id };
        return new FixRecord(
            shown, EvidenceRows.Of(session, stored.Rid), OutcomeRows.NewestOf(session, stored, HistoryLength), ReportRows.NewestOf(session, stored, HistoryLength));
    }

    public static List<StoredRecord> Many(SqliteSession session, IReadOnlyList<Guid> ids)
    {
        var found = new List<StoredRecord>(ids.Count);
        foreach (var id in ids)
        {
            // Few ids are a merged twin's, and none is both.
            if ((Standing(session, id) ?? (Tombstones.Target(session, id) is { } into ? Standing(session, into) : null)) is { } record)
                found.Add(record);
        }

        return found;
    }

    private static StoredRecord? Standing(SqliteSession session, Guid id)
    {
        if (FixRows.ById(session, id) is { } fix)
            return new StoredRecord(WithEvidence(session, fix), null);
        return MemoryRows.ById(session, id) is { } memory ? new StoredRecord(null, memory.Memory) : null;
    }

    public static FixWithEvidence WithEvidence(SqliteSession session, StoredFix stored) => new(stored.Fix, EvidenceRows.Of(session, stored.Rid));

    /// <summary>Fixes, newest first, ties by id. A filter by who told it and where looks at every report.</summary>
    public static List<FixWithEvidence> List(SqliteSession session, FixListQuery query)
    {
        var values = new List<object?>();
        string Bound(object? value)
        {
            values.Add(value);
            return $"?{values.Count}";
        }

        var sql = new StringBuilder($"SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.kind = 0");
        if (query.After is { } after)
        {
            var ts = Bound(after.Ts);
            sql.Append($" AND m.ts <= {ts} AND (m.ts < {ts} OR m.id > {Bound(after.Id)})");
        }

        if (query.Success is { } success)
            sql.Append(success switch { SuccessState.Worked => " AND m.success = 1", SuccessState.Failed => " AND m.success = 0", _ => " AND m.success IS NULL" });
        if (query.Since is { } since)
            sql.Append($" AND m.ts >= {Bound(since)}");
        if (query.Fingerprint is { } fingerprint)
            sql.Append($" AND m.fingerprint = {Bound(fingerprint.Value)}");
        if (query.Agent is not null || query.Server is not null || query.Service is not null)
        {
            sql.Append(" AND EXISTS (SELECT 1 FROM reports r WHERE r.fix = m.rid");
            sql.Append(query.Agent is null ? "" : $" AND r.agent = {Bound(query.Agent)}");
            sql.Append(query.Server is null ? "" : $" AND r.server = {Bound(query.Server)}");
            sql.Append(query.Service is null ? "" : $" AND r.service = {Bound(query.Service)}");
            sql.Append(')');
        }

        sql.Append($" ORDER BY m.ts DESC, m.id LIMIT {Bound(query.Limit)}");
        return [.. session.Query(sql.ToString(), FixRows.Read, [.. values]).Select(stored => WithEvidence(session, stored))];
    }
}
