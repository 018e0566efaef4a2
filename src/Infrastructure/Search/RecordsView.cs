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
    FrozenMarks gone,
    FrozenMarks memories,
    Holders holders,
    double lengthOfAll)
{
    /// <summary>Slots given then.</summary>
    public int Slots => slots;

    /// <summary>Records that were there.</summary>
    public int Count => slots - gone.Count;

    /// <summary>Weighted lengths by slot, in words of the body.</summary>
    public FrozenColumn<float> Lengths => lengths;

    /// <summary>Mean of the records' weighted lengths; 1 when none has words.</summary>
    public double AverageLength => lengthOfAll > 0 ? lengthOfAll / Count : 1;

    /// <summary>Whether a slot's record is a fix.</summary>
    /// <param name="slot">A slot of this state.</param>
    /// <returns>False for a memory.</returns>
    public bool IsFix(int slot) => !memories.Holds(slot);

    /// <summary>The slot before one with the same fingerprint.</summary>
    /// <param name="slot">A slot, which may be newer than this state.</param>
    /// <returns>A lower slot, or −1.</returns>
    public int SameIssueBefore(int slot) => sameIssueBefore[slot];

    /// <summary>Whether a slot's record is there and may be found.</summary>
    /// <param name="slot">A slot of this state.</param>
    /// <param name="restriction">What may be found.</param>
    /// <returns>True when it may.</returns>
    // Asked of some thousand slots a search: only what is restricted is read, because each column lies elsewhere in memory.
    public bool Admits(int slot, SearchRestriction restriction) =>
        !gone.Holds(slot)
        && !(restriction.FixesOnly && memories.Holds(slot))
        && (restriction.Allowed is not { } allowed || allowed.Contains(rids[slot]))
        && (restriction.Before is not { } before || keys[slot].Ts < before)
        && (restriction.Exclude is not { } exclude || !exclude.Contains(facts[slot].Id));

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
