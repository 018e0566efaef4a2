using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Contracts.Search;

/// <summary>What the index must answer, by looking at every record in the most obvious way.</summary>
internal sealed class NaiveIndex
{
    private readonly Dictionary<long, Entry> _records = [];

    public int Count => _records.Count;

    public int VectorCount => _records.Values.Count(record => record.Vector is not null);

    public void Put(long rid, RecordFacts facts, Fingerprint? fingerprint, IndexedText terms) =>
        _records[rid] = new Entry(facts, fingerprint, Weighted(terms), null);

    public void Update(long rid, RecordFacts facts)
    {
        if (_records.TryGetValue(rid, out var record))
            _records[rid] = record with { Facts = facts };
    }

    public void Remove(long rid) => _records.Remove(rid);

    public void PutVector(long rid, float[] vector)
    {
        if (_records.TryGetValue(rid, out var record))
            _records[rid] = record with { Vector = vector };
    }

    public void DropVectors()
    {
        foreach (var (rid, record) in _records)
            _records[rid] = record with { Vector = null };
    }

    public NaiveIndex Copy()
    {
        var copy = new NaiveIndex();
        foreach (var (rid, record) in _records)
            copy._records[rid] = record;
        return copy;
    }

    public List<IndexHit> Exact(Fingerprint fingerprint, int depth, SearchRestriction restriction) =>
        [.. Admitted(restriction).Where(r => r.Value.Fingerprint == fingerprint && r.Value.Facts.IsFix)
            .OrderByDescending(r => r.Value.Facts.Ts).ThenBy(r => r.Value.Facts.Id).Take(depth).Select(r => new IndexHit(r.Key, r.Value.Facts, 1))];

    public WordHits Words(IReadOnlyList<string> terms, int depth, SearchRestriction restriction)
    {
        double Idf(string term)
        {
            var holders = _records.Values.Count(record => record.Terms.ContainsKey(term));
            return Math.Log(1 + ((Count - holders + .5) / (holders + .5)));
        }

        double ScoreOf(Entry record)
        {
            var average = _records.Values.Average(other => other.Terms.Values.Sum());
            return terms.Sum(term => record.Terms.TryGetValue(term, out var frequency)
                ? Idf(term) * 2.2 * frequency / (frequency + (1.2 * (.25 + (.75 * record.Terms.Values.Sum() / average))))
                : 0);
        }

        return new(Best(Admitted(restriction), ScoreOf, depth).FindAll(hit => hit.Score > 0), terms.Sum(term => Idf(term) * 2.2));
    }

    public List<IndexHit> Nearest(float[] query, int depth, SearchRestriction restriction) =>
        Best(Admitted(restriction).Where(r => r.Value.Vector is not null), r => query.Zip(r.Vector!, (a, b) => (double)a * b).Sum(), depth);

    private static List<IndexHit> Best(IEnumerable<KeyValuePair<long, Entry>> records, Func<Entry, double> score, int depth) =>
        [.. records.Select(r => new IndexHit(r.Key, r.Value.Facts, score(r.Value))).OrderByDescending(hit => hit.Score).ThenBy(hit => hit.Facts.Id).Take(depth)];

    private IEnumerable<KeyValuePair<long, Entry>> Admitted(SearchRestriction restriction) => _records.Where(r =>
        (!restriction.FixesOnly || r.Value.Facts.IsFix)
        && (restriction.Before is null || r.Value.Facts.Ts < restriction.Before)
        && restriction.Exclude?.Contains(r.Value.Facts.Id) != true
        && (restriction.Allowed is null || restriction.Allowed.Contains(r.Key)));

    private static Dictionary<string, double> Weighted(IndexedText text)
    {
        var weighted = new Dictionary<string, double>();
        foreach (var (field, weight) in new[] { (text.Title, 3.0), (text.Body, 1.0), (text.Solution, .5) })
        {
            foreach (var term in field.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                weighted[term] = weighted.GetValueOrDefault(term) + weight;
        }

        return weighted;
    }

    private sealed record Entry(RecordFacts Facts, Fingerprint? Fingerprint, Dictionary<string, double> Terms, float[]? Vector);
}
