using System.Numerics.Tensors;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// Words, fingerprints and vectors of records in memory, derived from the store and never the truth. One writer at a time; readers take a
/// <see cref="View"/>, which sees nothing of a change before <see cref="Publish"/> and never changes after it was taken.
/// </summary>
/// <remarks>
/// A record is given the next slot, and everything is appended in the order of slots: a view leaves out what lies beyond its slots, so that
/// publishing copies nothing that grows with the index. A record that was removed or replaced is marked at once, and its words and vector
/// are forgotten by <see cref="Compact"/>, which runs of itself when a fifth of the slots or rows is gone.
/// </remarks>
internal sealed class SearchIndex
{
    private const int FewGone = 4096;
    private const int GoneShare = 5;

    private readonly Dictionary<int, int> _unitsOfTerm = [];
    private Dictionary<long, Place> _places = [];
    private Records _records = new();
    private TermTable _terms = new();
    private IssueChains _issues = new();
    private VectorRows _vectors = new(0);
    private long _listBytes;
    private int _vectorsGone;
    private SearchView _view;

    /// <summary>An empty index, published.</summary>
    public SearchIndex() => _view = Frozen();

    /// <summary>What was published last.</summary>
    public SearchView View => Volatile.Read(ref _view);

    /// <summary>Every term that is in memory, those of records that are gone included, in no order; for the writer alone.</summary>
    public IEnumerable<string> TermsInMemory => Enumerable.Range(0, _terms.Count).Select(term => _terms.TextOf(term).ToString());

    /// <summary>Adds a record, or puts it in the place of the one with its row id, whose vector goes with it.</summary>
    /// <param name="rid">Its row id.</param>
    /// <param name="facts">What ranking has to know of it.</param>
    /// <param name="fingerprint">Its fingerprint; null for a memory.</param>
    /// <param name="terms">Its words.</param>
    /// <exception cref="InvalidOperationException">There are 16,777,214 records already.</exception>
    public void Put(long rid, RecordFacts facts, Fingerprint? fingerprint, IndexedText terms)
    {
        Remove(rid);
        if (_records.Slots == PostingList.MaxSlots)
            Rewrite();
        if (_records.Slots == PostingList.MaxSlots)
            throw new InvalidOperationException($"The index is full with {PostingList.MaxSlots} records.");
        var slot = _records.Slots;
        _unitsOfTerm.Clear();
        var units = Count(terms.Title, FieldWeights.Used.Title) + Count(terms.Body, FieldWeights.Used.Body) + Count(terms.Solution, FieldWeights.Used.Solution);
        foreach (var (term, unitsOfTerm) in _unitsOfTerm)
            _listBytes += _terms.Append(term, PostingList.Posting(slot, TermFrequency.Encode(unitsOfTerm)));
        AddRecord(rid, facts, (float)(units / FieldWeights.UnitsPerWord), fingerprint is { } given && given != default ? IssueChains.KeyOf(given) : null);
        _places[rid] = new Place(slot, -1);
    }

    /// <summary>Changes what is known of a record; does nothing when it is not there.</summary>
    /// <param name="rid">Its row id.</param>
    /// <param name="facts">What ranking has to know of it now.</param>
    public void Update(long rid, RecordFacts facts)
    {
        if (_places.TryGetValue(rid, out var place))
            _records.Update(place.Slot, facts);
    }

    /// <summary>Takes a record out; does nothing when it is not there.</summary>
    /// <param name="rid">Its row id.</param>
    public void Remove(long rid)
    {
        if (!_places.Remove(rid, out var place))
            return;
        _records.Bury(place.Slot);
        BuryVector(place);
    }

    /// <summary>Adds a record's vector or changes it; does nothing when the record is not there.</summary>
    /// <param name="rid">Row id of the record.</param>
    /// <param name="unitVector">A vector of unit length and the index's dimension.</param>
    /// <exception cref="ArgumentException">The dimension is another one, or a component is not finite.</exception>
    public void PutVector(long rid, ReadOnlySpan<float> unitVector)
    {
        if (unitVector.Length != _vectors.Dimension)
            throw new ArgumentException($"The index holds vectors of dimension {_vectors.Dimension}, not {unitVector.Length}.", nameof(unitVector));
        if (!TensorPrimitives.IsFiniteAll(unitVector))
            throw new ArgumentException("A vector must be finite.", nameof(unitVector));
        if (!_places.TryGetValue(rid, out var place))
            return;
        BuryVector(place);
        _places[rid] = place with { Row = _vectors.Add(place.Slot, unitVector) };
    }

    /// <summary>Drops all vectors and takes those of another model from now on.</summary>
    /// <param name="dimension">Components of a vector, 1 or more.</param>
    public void ResetVectors(int dimension)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        foreach (var rid in _places.Keys)
            _places[rid] = _places[rid] with { Row = -1 };
        _vectors = new VectorRows(dimension);
        _vectorsGone = 0;
    }

    /// <summary>Lets new views see everything since the last time, all at once.</summary>
    public void Publish()
    {
        if (IsMostlyGone(_records.Gone, _records.Slots) || IsMostlyGone(_vectorsGone, _vectors.Rows))
            Rewrite();
        Volatile.Write(ref _view, Frozen());
    }

    /// <summary>
    /// Forgets what was removed or replaced: afterwards neither its words nor its vector are in memory, save in views that readers still
    /// hold. Takes time in proportion to the index. Publishes.
    /// </summary>
    public void Compact()
    {
        Rewrite();
        Volatile.Write(ref _view, Frozen());
    }

    private static bool IsMostlyGone(int gone, int all) => gone >= FewGone && gone >= all / GoneShare;

    private SearchView Frozen()
    {
        var bytes = _records.Bytes + _terms.Bytes + _listBytes + _issues.Bytes + _vectors.Bytes + (40L * _places.EnsureCapacity(0));
        return new SearchView(_records.Freeze(), _terms, _issues, _vectors.Freeze(), bytes);
    }

    private int Count(string terms, int units)
    {
        var counted = 0;
        foreach (var range in terms.AsSpan().Split(' '))
        {
            var text = terms.AsSpan(range);
            if (text.IsEmpty)
                continue;
            var term = _terms.Intern(text);
            if (term < 0)
            {
                _terms = _terms.WithRoom();
                term = _terms.Intern(text);
            }

            _unitsOfTerm[term] = _unitsOfTerm.GetValueOrDefault(term) + units;
            counted += units;
        }

        return counted;
    }

    // The record before its fingerprint: a reader that finds the slot by its fingerprint must find the slot before it.
    private void AddRecord(long rid, RecordFacts facts, float length, UInt128? issue)
    {
        if (_issues.IsFull)
            _issues = _issues.WithRoom();
        _records.Add(rid, facts, length, issue is { } known ? _issues.Newest(known) : -1);
        if (issue is { } key)
            _issues.Push(key, _records.Slots - 1);
    }

    private void BuryVector(Place place)
    {
        if (place.Row < 0)
            return;
        _vectors.Bury(place.Row);
        _vectorsGone++;
    }

    private void Rewrite()
    {
        var issueOfSlot = IssuesBySlot();
        var (old, oldVectors) = (_records, _vectors);
        var moved = new int[old.Slots];
        var rids = _places.OrderBy(place => place.Value.Slot).ToArray();
        (_records, _issues, _vectors, _vectorsGone, _places) = (new Records(), new IssueChains(), new VectorRows(oldVectors.Dimension), 0, new(_places.Count));
        Array.Fill(moved, -1);
        foreach (var (rid, place) in rids)
        {
            var slot = moved[place.Slot] = _records.Slots;
            AddRecord(rid, old.Facts(place.Slot), old.Length(place.Slot), issueOfSlot[place.Slot]);
            _places[rid] = new Place(slot, place.Row < 0 ? -1 : oldVectors.CopyTo(place.Row, _vectors, slot));
        }

        (_terms, _listBytes) = _terms.Moved(moved);
    }

    private UInt128?[] IssuesBySlot()
    {
        var issues = new UInt128?[_records.Slots];
        foreach (var (key, newest) in _issues.All)
        {
            for (var slot = newest; slot >= 0; slot = _records.SameIssueBefore(slot))
                issues[slot] = key;
        }

        return issues;
    }

    /// <summary>Where a record lies.</summary>
    private readonly record struct Place(int Slot, int Row);
}
