using System.Globalization;
using System.Text.Json;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;
using System.Numerics.Tensors;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The legs of a recall over the record's own tables: an index look-up for the fingerprint, FTS5 for the words, a scan of every vector.</summary>
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
                OR (m.kind = 1 AND (?7 IS NULL OR m.service = ?7) AND (?8 IS NULL OR m.server = ?8) AND (?9 IS NULL OR m.environment = ?9)
                    AND (?10 IS NULL OR m.version = ?10) AND (?11 IS NULL OR m.agent = ?11))
                OR EXISTS (
                    SELECT 1 FROM reports r WHERE r.fix = m.rid
                    AND (?7 IS NULL OR r.service = ?7) AND (?8 IS NULL OR r.server = ?8) AND (?9 IS NULL OR r.environment = ?9)
                    AND (?10 IS NULL OR r.version = ?10) AND (?11 IS NULL OR r.agent = ?11)))
        """;

    // Named, because the planner takes the index that spares it a sort and then walks through all fixes.
    internal const string OfFingerprint = $"""
        SELECT m.rid FROM memori_metadata m INDEXED BY fix_identity
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

    internal const string OfVectors = $"""
        SELECT m.rid, m.id, v.vector FROM memori_embeddings v CROSS JOIN memori_metadata m ON m.rid = v.rid
        WHERE v.model = ?1
        {Restriction}
        """;

    private const int RowsBetweenLooks = 1_024;

    /// <inheritdoc/>
    public bool IsLoading => false;

    /// <inheritdoc/>
    public Task<ExactLeg> FindExactAsync(SearchQuery query, CancellationToken ct) =>
        query.Fingerprint is not { } asked || IsOfNothing(query)
            ? Task.FromResult(new ExactLeg([]))
            : store.Readers.ReadAsync("search by fingerprint", session => new ExactLeg(FindExact(session, asked.Value, query)), ct);

    /// <inheritdoc/>
    public Task<WordLeg> FindWordsAsync(SearchQuery query, CancellationToken ct) =>
        store.Readers.ReadAsync("search by words", session => FindWords(session, query, ct), ct);

    /// <inheritdoc/>
    public Task<VectorLeg> FindNearestAsync(SearchQuery query, QueryVector vector, CancellationToken ct) =>
        store.Readers.ReadAsync("search by vectors", session => FindNearest(session, query, vector, ct), ct);

    private static List<LegHit> FindExact(SqliteSession session, string fingerprint, SearchQuery query)
    {
        var rids = session.Query(OfFingerprint, row => row.GetInt64(0), [fingerprint, .. Restrict(query), query.Depth]);
        return [.. RecordReader.Facts(session, rids).Select(record => new LegHit(record, 1))];
    }

    private static WordLeg FindWords(SqliteSession session, SearchQuery query, CancellationToken ct)
    {
        var question = WordQuestion.Of(session, query.Text, ct);
        if (question.Match is not { } match || IsOfNothing(query))
            return new WordLeg([], question.Ceiling);
        ct.ThrowIfCancellationRequested();
        var hits = session.Query(OfWords, row => (Rid: row.GetInt64(0), Score: row.GetDouble(2)), [match, .. Restrict(query), query.Depth]);
        ct.ThrowIfCancellationRequested();
        return new WordLeg([.. RecordReader.Facts(session, hits.Select(hit => hit.Rid)).Zip(hits, (record, hit) => new LegHit(record, hit.Score))], question.Ceiling);
    }

    private static VectorLeg FindNearest(SqliteSession session, SearchQuery query, QueryVector vector, CancellationToken ct)
    {
        if (ModelRows.In(session, ModelRole.Serving) is not { } serving)
            return new VectorLeg([]);
        if (serving.Stamp != vector.Model)
            return new VectorLeg([], serving.Stamp);
        if (IsOfNothing(query))
            return new VectorLeg([]);
        var nearest = new PriorityQueue<long, (double Score, Guid Id)>(FarthestFirst);
        var rows = 0;
        session.Each(
            OfVectors,
            row =>
            {
                if (++rows % RowsBetweenLooks == 0)
                    ct.ThrowIfCancellationRequested();
                var stored = MemoryMarshal.Cast<byte, float>(SQLitePCL.raw.sqlite3_column_blob(row.Handle!, 2));
                var score = TensorPrimitives.Dot(stored, vector.Values);
                if (nearest.Count < query.Depth)
                    nearest.Enqueue(row.GetInt64(0), (score, Id(row, 1)));
                else if (nearest.TryPeek(out _, out var farthest) && score >= farthest.Score)
                    nearest.EnqueueDequeue(row.GetInt64(0), (score, Id(row, 1)));
            },
            [serving.Model, .. Restrict(query)]);
        return new VectorLeg([.. InOrder(nearest).Select(hit => Verified(session, serving, hit, vector))]);
    }

    // The scan takes vectors as they lie there; what is answered is compared with its hash.
    private static LegHit Verified(SqliteSession session, StoredModel model, long rid, QueryVector vector)
    {
        var stored = session.First($"SELECT {EmbeddingRows.Columns} FROM memori_embeddings v WHERE v.rid = ?1 AND v.model = ?2", row => EmbeddingRows.Read(row, 0), rid, model.Model)!;
        return new LegHit(RecordReader.Read(session, rid)!.Facts, TensorPrimitives.Dot<float>(stored, vector.Values));
    }

    private static readonly Comparer<(double Score, Guid Id)> FarthestFirst = Comparer<(double Score, Guid Id)>.Create(
        (one, other) => one.Score != other.Score ? one.Score.CompareTo(other.Score) : other.Id.CompareTo(one.Id));

    private static List<long> InOrder(PriorityQueue<long, (double Score, Guid Id)> nearest)
    {
        var rids = new List<long>(nearest.Count);
        while (nearest.TryDequeue(out var rid, out _))
            rids.Add(rid);
        rids.Reverse();
        return rids;
    }

    private static bool IsOfNothing(SearchQuery query) => query is { Kinds: SearchKinds.Fixes, Filter.Kind: RecordKind.Memory };

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
