using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The legs of a recall over the record's own tables: an index look-up for the fingerprint, FTS5 for the words. Vectors are off.</summary>
internal sealed class SqliteFixSearch(SqliteStore store) : IFixSearch
{
    // Numbered alike in both legs; ?1 is the leg's own question.
    private const string Restriction = """
            AND (?2 IS NULL OR m.kind = ?2)
            AND (?3 IS NULL OR m.ts < ?3)
            AND (?4 IS NULL OR m.rid NOT IN (
                SELECT e.rid FROM json_each(?4) x CROSS JOIN memori_metadata e
                ON e.id = coalesce((SELECT a.id FROM aliases a WHERE a.twin = unhex(x.value)), unhex(x.value))))
            AND (?5 IS NULL OR EXISTS (SELECT 1 FROM json_each(m.tags) t WHERE t.value = ?5))
            AND (NOT ?6
                OR ((?7 IS NULL OR m.service = ?7) AND (?8 IS NULL OR m.server = ?8) AND (?9 IS NULL OR m.environment = ?9)
                    AND (?10 IS NULL OR m.version = ?10) AND (?11 IS NULL OR m.agent = ?11))
                OR EXISTS (
                    SELECT 1 FROM reports r WHERE r.fix = m.rid
                    AND (?7 IS NULL OR r.service = ?7) AND (?8 IS NULL OR r.server = ?8) AND (?9 IS NULL OR r.environment = ?9)
                    AND (?10 IS NULL OR r.version = ?10) AND (?11 IS NULL OR r.agent = ?11)))
        """;

    // Named, because the planner takes the index that spares it a sort and then walks through all fixes.
    internal const string OfFingerprint = $"""
        SELECT m.id FROM memori_metadata m INDEXED BY fix_identity
        WHERE m.kind = 0 AND m.fingerprint = ?1
        {Restriction}
        ORDER BY m.ts DESC, m.id LIMIT ?12
        """;

    // A title says what the issue is: weight 3 was best or equal on alerts, bug reports and abstracts. The solution weighs half, so that
    // a long one does not outweigh the issue. CROSS JOIN keeps the order: the index first, then the record of each match.
    internal const string OfWords = $"""
        SELECT m.rid, m.id, -bm25(words, 3.0, 1.0, 0.5) AS score
        FROM words CROSS JOIN memori_metadata m ON m.rid = words.rowid
        WHERE words MATCH ?1
        {Restriction}
        ORDER BY score DESC, m.id LIMIT ?12
        """;

    /// <inheritdoc/>
    public Task<SearchLegs> SearchAsync(SearchQuery query, CancellationToken ct) =>
        store.Readers.ReadAsync("search", session => Search(session, query, ct), ct);

    private SearchLegs Search(SqliteSession session, SearchQuery query, CancellationToken ct)
    {
        if (query is { Kinds: SearchKinds.Fixes, Filter.Kind: RecordKind.Memory })
            return new SearchLegs([], [], null, 0, 0);
        var restriction = Restrict(query);
        var started = store.Time.GetTimestamp();
        var fingerprint = SearchFingerprint(session, query, restriction);
        var between = store.Time.GetTimestamp();
        ct.ThrowIfCancellationRequested();
        var words = SearchWords(session, query, restriction, ct);
        return new SearchLegs(
            fingerprint, words, null, store.Time.GetElapsedTime(started, between).TotalMilliseconds, store.Time.GetElapsedTime(between).TotalMilliseconds);
    }

    private static List<LegHit> SearchFingerprint(SqliteSession session, SearchQuery query, object?[] restriction) => query.Fingerprint is { } asked
        ? session.Query(OfFingerprint, row => new LegHit(Id(row, 0), 1), [asked.Value, .. restriction, query.Depth])
        : [];

    private static List<WordHit> SearchWords(SqliteSession session, SearchQuery query, object?[] restriction, CancellationToken ct)
    {
        var question = WordQuestion.Of(session, query.Text, ct);
        if (question.Match is not { } match)
            return [];
        ct.ThrowIfCancellationRequested();
        var hits = session.Query(
            OfWords, row => (Rid: row.GetInt64(0), Id: Id(row, 1), Score: row.GetDouble(2)), [match, .. restriction, query.Depth]);
        ct.ThrowIfCancellationRequested();
        var coverage = question.Coverage(session, [.. hits.Select(hit => hit.Rid)]);
        return [.. hits.Select(hit => new WordHit(hit.Id, hit.Score, coverage[hit.Rid]))];
    }

    private static Guid Id(SqliteDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);

    private static object?[] Restrict(SearchQuery query)
    {
        var filter = query.Filter;
        RecordKind? kind = query.Kinds == SearchKinds.Fixes ? RecordKind.Fix : filter.Kind;
        var exclude = query.Exclude.Count == 0 ? null : JsonSerializer.Serialize(query.Exclude.Select(id => id.ToString("N", CultureInfo.InvariantCulture)));
        var narrows = !filter.Scope.IsEmpty || filter.Agent is not null;
        return
        [
            kind, query.Before, exclude, filter.Tag,
            narrows, filter.Scope.Service, filter.Scope.Server, filter.Scope.Environment, filter.Scope.Version, filter.Agent,
        ];
    }
}
