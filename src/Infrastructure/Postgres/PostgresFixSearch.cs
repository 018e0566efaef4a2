using System.Globalization;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Searching;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>The legs of a recall over the record's own tables: an index look-up for the fingerprint, GIN and BM25 for the words, pgvector for the vectors.</summary>
internal sealed class PostgresFixSearch(PostgresStore store) : IFixSearch
{
    private const string OfFingerprint = $"""
        SELECT m.id FROM memori_metadata m WHERE m.kind = 0 AND m.fingerprint = $1
        {Restriction.Sql}
        ORDER BY m.ts DESC, m.id LIMIT $12
        """;

    // $12 alone tells one from the other, so that both take the same values.
    private const string OfWords = $"""
        SELECT m.id, m.length, m.terms, m.term_counts FROM (
            SELECT id FROM memori_metadata WHERE words @@ $1::tsquery UNION SELECT id FROM further_terms WHERE words @@ $1::tsquery) found
        JOIN memori_metadata m ON m.id = found.id
        WHERE $12::bigint > 0 {Restriction.Sql}
        """;

    private const string FurtherOf = "SELECT w.id, w.terms, w.term_counts FROM further_terms w WHERE w.id = ANY($1)";

    // A word that many records hold brings thousands that score low: the rarest words bring the candidates, and all words their scores.
    private const int MostCandidates = 1_000;

    private const int MostIndexCandidates = 1_000;

    /// <inheritdoc/>
    public bool IsLoading => false;

    /// <inheritdoc/>
    public async Task<ExactLeg> FindExactAsync(SearchQuery query, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (query.Fingerprint is not { } asked || Restriction.IsOfNothing(query))
            return new ExactLeg([]);
        return await store.ReadOnceAsync(
            "search by fingerprint",
            async session =>
            {
                var ids = await session.QueryAsync(OfFingerprint, row => row.GetGuid(0), Restriction.Values(asked.Value, query, query.Depth)).ConfigureAwait(false);
                return new ExactLeg([.. (await RecordReader.OfAsync(session, ids).ConfigureAwait(false)).Select(record => new LegHit(record.Facts, 1))]);
            },
            ct).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<WordLeg> FindWordsAsync(SearchQuery query, CancellationToken ct) => store.ReadOnceAsync(
        "search by words",
        async session =>
        {
            var question = await WordQuestion.OfAsync(session, query.Text).ConfigureAwait(false);
            if (question.Terms.Count == 0 || Restriction.IsOfNothing(query))
                return new WordLeg([], question.Ceiling);
            var bringing = Bringing(question, query.Depth);
            var hits = await WordHitsAsync(session, question, bringing, query).ConfigureAwait(false);
            if (hits.Count < query.Depth && bringing < question.Terms.Count)
                hits = await WordHitsAsync(session, question, question.Terms.Count, query).ConfigureAwait(false);
            return new WordLeg(await WithFactsAsync(session, hits).ConfigureAwait(false), question.Ceiling);
        },
        ct);

    /// <inheritdoc/>
    public Task<VectorLeg> FindNearestAsync(SearchQuery query, QueryVector vector, CancellationToken ct) => store.ReadOnceAsync(
        "search by vectors",
        async session =>
        {
            if ((await ModelRows.AllAsync(session).ConfigureAwait(false)).In(ModelRole.Serving) is not { } serving)
                return new VectorLeg([]);
            if (serving.Stamp != vector.Model)
                return new VectorLeg([], serving.Stamp);
            if (Restriction.IsOfNothing(query))
                return new VectorLeg([]);
            if (serving.IsIndexed)
                SetIndex(session, query);
            var hits = await session.QueryAsync(
                Nearest(serving), row => (row.GetGuid(0), row.GetDouble(1)), Restriction.Values(vector.Values, query, query.Depth)).ConfigureAwait(false);
            return new VectorLeg(await WithFactsAsync(session, hits).ConfigureAwait(false));
        },
        ct);

    /// <summary>The statement of the vectors' leg. The model's number and length are part of it: only so can the planner choose the model's index.</summary>
    internal static string Nearest(StoredModel model)
    {
        var column = EmbeddingRows.ColumnOf(model.Stamp.Dimension);
        var distance = string.Create(CultureInfo.InvariantCulture, $"v.{column}::vector({model.Stamp.Dimension}) <#> $1::real[]::vector({model.Stamp.Dimension})");
        var from = string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT m.id, {distance} AS distance FROM memori_embeddings v JOIN memori_metadata m ON m.id = v.id WHERE v.model = {model.Model} {Restriction.Sql}");
        // An index knows no ties: what it gives is put in order afterwards.
        return model.IsIndexed
            ? $"SELECT id, -distance FROM ({from} ORDER BY {distance} LIMIT $12) nearest ORDER BY distance, id"
            : $"SELECT id, -distance FROM ({from}) found ORDER BY distance, id LIMIT $12";
    }

    // Of what a filter leaves out the index looks further, until it has enough (pgvector 0.8: iterative scan).
    private void SetIndex(PostgresSession session, SearchQuery query)
    {
        var candidates = Math.Clamp(query.Depth, store.Options.VectorCandidates, MostIndexCandidates);
        session.Run("SET LOCAL hnsw.iterative_scan = strict_order");
        session.Run(string.Create(CultureInfo.InvariantCulture, $"SET LOCAL hnsw.ef_search = {candidates}"));
    }

    private static int Bringing(WordQuestion question, int depth)
    {
        var (count, candidates) = (0, 0L);
        while (count < question.Terms.Count && (candidates < depth || candidates + question.Terms[count].Records <= MostCandidates))
            candidates += question.Terms[count++].Records;
        return count;
    }

    private static async Task<List<(Guid Id, double Score)>> WordHitsAsync(PostgresSession session, WordQuestion question, int bringing, SearchQuery query)
    {
        var score = new WordScore(question);
        var found = await session.QueryAsync(
            OfWords,
            row =>
            {
                var said = score.NothingSaid();
                score.Add(said, row.GetFieldValue<string[]>(2), row.GetFieldValue<byte[]>(3));
                return (Id: row.GetGuid(0), Length: row.GetInt64(1), Said: said);
            },
            Restriction.Values(WordQuestion.AnyOf(question.Terms.Take(bringing)), query, query.Depth)).ConfigureAwait(false);
        var further = (await session.QueryAsync(
            FurtherOf, row => (Id: row.GetGuid(0), Terms: row.GetFieldValue<string[]>(1), Counts: row.GetFieldValue<byte[]>(2)), found.Select(record => record.Id).ToArray())
            .ConfigureAwait(false)).ToLookup(part => part.Id);
        foreach (var record in found.Where(record => further.Contains(record.Id)))
        {
            foreach (var part in further[record.Id])
                score.Add(record.Said, part.Terms, part.Counts);
        }

        return [.. found.Select(record => (record.Id, Score: score.Of(record.Said, record.Length))).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Id).Take(query.Depth)];
    }

    private static async Task<List<LegHit>> WithFactsAsync(PostgresSession session, List<(Guid Id, double Score)> hits)
    {
        var records = await RecordReader.OfAsync(session, [.. hits.Select(hit => hit.Id)]).ConfigureAwait(false);
        return [.. records.Zip(hits, (record, hit) => new LegHit(record.Facts, hit.Score))];
    }
}
