using System.Globalization;
using System.Text;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Reads fixes and memories one by one and in lists.</summary>
internal static class FixReads
{
    private const int HistoryLength = 100;

    public static async Task<FixRecord?> GetAsync(PostgresSession session, Guid id)
    {
        var erased = Tombstones.AskErased(session, RecordKind.Fix, id);
        var fix = FixRows.AskStanding(session, id);
        await session.SendAsync().ConfigureAwait(false);
        Erasure.ThrowIf(erased.First, RecordKind.Fix);
        if (fix.First is not { } stored)
            return null;
        var evidence = EvidenceRows.Ask(session, stored.Id);
        var outcomes = OutcomeRows.AskNewestOf(session, stored.Id, HistoryLength);
        var reports = ReportRows.AskNewestOf(session, stored, HistoryLength);
        await session.SendAsync().ConfigureAwait(false);
        var shown = stored.Id == id ? stored.Fix : stored.Fix with { Id = id, MergedInto = stored.Id };
        return new FixRecord(shown, evidence.Rows, outcomes.Rows, reports.Rows);
    }

    /// <summary>Records by their ids or merged twins' ids, in the order of the ids.</summary>
    public static async Task<List<StoredRecord>> ManyAsync(PostgresSession session, IReadOnlyList<Guid> ids)
    {
        var targets = await Tombstones.TargetsAsync(session, ids).ConfigureAwait(false);
        Guid[] standing = [.. ids.Select(id => targets.GetValueOrDefault(id, id))];
        var fixes = session.Ask($"SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.id = ANY($1) AND m.kind = 0", FixRows.Read, standing);
        var memories = session.Ask($"SELECT {MemoryRows.Columns} FROM memori_metadata m WHERE m.id = ANY($1) AND m.kind = 1", MemoryRows.Read, standing);
        await session.SendAsync().ConfigureAwait(false);
        var records = (await WithEvidenceAsync(session, fixes.Rows).ConfigureAwait(false)).Select(fix => new StoredRecord(fix, null))
            .Concat(memories.Rows.Select(stored => new StoredRecord(null, stored.Memory)))
            .ToDictionary(record => record.Id);
        return [.. standing.Select(id => records.GetValueOrDefault(id)).OfType<StoredRecord>()];
    }

    /// <summary>Fixes with their evidence, in the order given.</summary>
    public static async Task<List<FixWithEvidence>> WithEvidenceAsync(PostgresSession session, IReadOnlyList<StoredFix> fixes)
    {
        // Without a counted outcome there is no evidence, and nothing can have come back.
        var evidence = await EvidenceRows.OfAsync(session, fixes.Where(stored => !stored.Fix.Outcomes.IsEmpty).Select(stored => stored.Id)).ConfigureAwait(false);
        return [.. fixes.Select(stored => new FixWithEvidence(stored.Fix, [.. evidence[stored.Id]]))];
    }

    /// <summary>Fixes, newest first, ties by id. A filter by who told it and where looks at every report.</summary>
    public static async Task<List<FixWithEvidence>> ListAsync(PostgresSession session, FixListQuery query)
    {
        var values = new List<Arg>();
        string Bound(Arg value)
        {
            values.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${values.Count}");
        }

        var sql = new StringBuilder($"SELECT {FixRows.Columns} FROM memori_metadata m WHERE m.kind = 0");
        if (query.After is { } after)
        {
            var ts = Bound(after.Ts);
            sql.Append($" AND m.ts <= {ts} AND (m.ts < {ts} OR m.id > {Bound(after.Id)})");
        }

        if (query.Success is { } success)
            sql.Append(success switch { SuccessState.Worked => " AND m.success", SuccessState.Failed => " AND NOT m.success", _ => " AND m.success IS NULL" });
        if (query.Since is { } since)
            sql.Append($" AND m.ts >= {Bound(since)}");
        if (query.Fingerprint is { } fingerprint)
            sql.Append($" AND m.fingerprint = {Bound(fingerprint.Value)}");
        if (query.Agent is not null || query.Server is not null || query.Service is not null)
        {
            sql.Append(" AND EXISTS (SELECT FROM reports r WHERE r.fix = m.id");
            sql.Append(query.Agent is null ? "" : $" AND r.agent = {Bound(query.Agent)}");
            sql.Append(query.Server is null ? "" : $" AND r.server = {Bound(query.Server)}");
            sql.Append(query.Service is null ? "" : $" AND r.service = {Bound(query.Service)}");
            sql.Append(')');
        }

        sql.Append($" ORDER BY m.ts DESC, m.id LIMIT {Bound(query.Limit)}");
        return await WithEvidenceAsync(session, await session.QueryAsync(sql.ToString(), FixRows.Read, [.. values]).ConfigureAwait(false)).ConfigureAwait(false);
    }
}
