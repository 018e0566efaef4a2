using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>A state of <see cref="Records"/>.</summary>
internal sealed class RecordsView(
    int slots,
    FrozenColumn<long> rids,
    FrozenColumn<RecordFacts> facts,
    FrozenColumn<RecordKey> keys,
    FrozenColumn<float> lengths,
    Column<int> sameIssueBefore,
    FrozenTombstones gone,
    Holders holders,
    double lengthOfAll)
{
    /// <summary>Slots given then.</summary>
    public int Slots => slots;

    /// <summary>Records that were there.</summary>
    public int Count => slots - gone.Gone;

    /// <summary>Weighted lengths by slot, in words of the body.</summary>
    public FrozenColumn<float> Lengths => lengths;

    /// <summary>Mean of the records' weighted lengths; 1 when none has words.</summary>
    public double AverageLength => lengthOfAll > 0 ? lengthOfAll / Count : 1;

    /// <summary>The key of a slot's record.</summary>
    /// <param name="slot">A slot of this state.</param>
    /// <returns>Its key.</returns>
    public RecordKey Key(int slot) => keys[slot];

    /// <summary>The slot before one with the same fingerprint.</summary>
    /// <param name="slot">A slot, which may be newer than this state.</param>
    /// <returns>A lower slot, or −1.</returns>
    public int SameIssueBefore(int slot) => sameIssueBefore[slot];

    /// <summary>Whether a slot's record is there and may be found.</summary>
    /// <param name="slot">A slot of this state.</param>
    /// <param name="restriction">What may be found.</param>
    /// <returns>True when it may.</returns>
    public bool Admits(int slot, SearchRestriction restriction) => !gone.Holds(slot) && restriction.Admits(rids[slot], keys[slot], facts, slot);

    /// <summary>How many records hold a term.</summary>
    /// <param name="term">Number of the term.</param>
    /// <param name="postings">Its postings, of slots of this state.</param>
    /// <returns>Their number.</returns>
    public int Holding(int term, ReadOnlySpan<uint> postings) => holders.Of(term, postings, gone);

    /// <summary>Orders two slots by the ids of their records, the lower first.</summary>
    /// <param name="a">A slot.</param>
    /// <param name="b">Another.</param>
    /// <returns>As of a comparison.</returns>
    public int CompareIds(int a, int b)
    {
        var starts = keys[a].IdStart.CompareTo(keys[b].IdStart);
        return starts != 0 ? starts : facts[a].Id.CompareTo(facts[b].Id);
    }

    /// <summary>A found slot as a hit.</summary>
    /// <param name="found">The slot and its score.</param>
    /// <returns>The hit.</returns>
    public IndexHit Hit(Scored found) => new(rids[found.At], facts[found.At], found.Score);

    /// <summary>Found slots as hits.</summary>
    /// <param name="found">Slots and their scores.</param>
    /// <returns>The hits in the same order.</returns>
    public IReadOnlyList<IndexHit> Hits(ReadOnlySpan<Scored> found)
    {
        var hits = new IndexHit[found.Length];
        for (var i = 0; i < hits.Length; i++)
            hits[i] = Hit(found[i]);
        return hits;
    }
}
