using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>What is known of each record besides its words and vector, by slot. A slot is given once and never again.</summary>
internal sealed class Records
{
    private readonly Column<long> _rids = new(WordScorer.BlockBits);
    private readonly Column<RecordFacts> _facts = new(chunkBits: 10);
    private readonly Column<RecordKey> _keys = new(chunkBits: 10);
    private readonly Column<float> _lengths = new(WordScorer.BlockBits);
    private readonly Column<int> _sameIssueBefore = new(WordScorer.BlockBits);
    private readonly Marks _gone = new();
    private readonly Marks _memories = new();
    private Holders _holders = new();
    private double _lengthOfAll;

    /// <summary>Slots given so far.</summary>
    public int Slots => _rids.Count;

    /// <summary>Slots whose record is gone.</summary>
    public int Gone => _gone.Count;

    /// <summary>Memory held, bytes, without the facts themselves.</summary>
    public long Bytes =>
        _rids.Bytes(sizeof(long)) + _facts.Bytes(IntPtr.Size) + _keys.Bytes(16) + _lengths.Bytes(sizeof(float)) + _sameIssueBefore.Bytes(sizeof(int)) + _gone.Bytes
        + _memories.Bytes;

    /// <summary>Appends a record.</summary>
    /// <param name="rid">Its row id.</param>
    /// <param name="facts">What ranking has to know.</param>
    /// <param name="length">Weighted length in words of the body.</param>
    /// <param name="sameIssueBefore">The slot before it with the same fingerprint, or −1.</param>
    public void Add(long rid, RecordFacts facts, float length, int sameIssueBefore)
    {
        _rids.Add(rid);
        _facts.Add(facts);
        _keys.Add(RecordKey.Of(facts));
        _lengths.Add(length);
        _sameIssueBefore.Add(sameIssueBefore);
        _gone.Add();
        _memories.Add();
        if (!facts.IsFix)
            MarkKind(Slots - 1, facts);
        _lengthOfAll += length;
    }

    /// <summary>Changes the facts of a slot.</summary>
    /// <param name="slot">A slot whose record is there.</param>
    /// <param name="facts">The new ones.</param>
    public void Update(int slot, RecordFacts facts)
    {
        if (_facts[slot].IsFix != facts.IsFix)
            MarkKind(slot, facts);
        _facts.Set(slot, facts);
        if (_keys[slot] != RecordKey.Of(facts))
            _keys.Set(slot, RecordKey.Of(facts));
    }

    private void MarkKind(int slot, RecordFacts facts)
    {
        if (facts.IsFix)
            _memories.Unmark(slot);
        else
            _memories.Mark(slot);
    }

    /// <summary>Takes a record away.</summary>
    /// <param name="slot">A slot whose record is there.</param>
    public void Bury(int slot)
    {
        _gone.Mark(slot);
        _holders = new Holders();
        _lengthOfAll -= _lengths[slot];
    }

    /// <summary>The slot before one with the same fingerprint.</summary>
    /// <param name="slot">A slot.</param>
    /// <returns>A lower slot, or −1.</returns>
    public int SameIssueBefore(int slot) => _sameIssueBefore[slot];

    /// <summary>What is known of a slot's record.</summary>
    /// <param name="slot">A slot.</param>
    /// <returns>Its facts.</returns>
    public RecordFacts Facts(int slot) => _facts[slot];

    /// <summary>The weighted length of a slot's record.</summary>
    /// <param name="slot">A slot.</param>
    /// <returns>Words of the body.</returns>
    public float Length(int slot) => _lengths[slot];

    /// <summary>The records as they are now.</summary>
    /// <returns>A state that never changes.</returns>
    public RecordsView Freeze() => new(
        Slots, _rids.Freeze(), _facts.Freeze(), _keys.Freeze(), _lengths.Freeze(), _sameIssueBefore, _gone.Freeze(), _memories.Freeze(), _holders, _lengthOfAll);
}
