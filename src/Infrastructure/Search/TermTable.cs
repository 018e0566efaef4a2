namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// Every term and the records that hold it. One writer adds while readers look up; nothing is ever taken out, and a full table is followed by
/// a larger copy (<see cref="WithRoom"/>), so that a view keeps the table it was made with. Terms lie in one text, and a term that one
/// record holds (most do) has no list of its own.
/// </summary>
internal sealed class TermTable
{
    private readonly int[] _buckets;
    private readonly Term[] _terms;
    private readonly PostingList?[] _lists;
    private readonly TermText _text;
    private int _count;

    /// <summary>An empty table.</summary>
    /// <param name="capacity">How many terms it can take; made a power of two.</param>
    public TermTable(int capacity = 256)
        : this(capacity, new TermText())
    {
    }

    private TermTable(int capacity, TermText text)
    {
        capacity = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)capacity);
        _buckets = new int[capacity];
        _terms = new Term[capacity];
        _lists = new PostingList?[capacity];
        _text = text;
    }

    /// <summary>How many terms there are.</summary>
    public int Count => _count;

    /// <summary>Memory of the table and its texts, without the lists, bytes.</summary>
    public long Bytes => (32L * _terms.Length) + _text.Bytes;

    /// <summary>A term.</summary>
    /// <param name="term">Its number.</param>
    /// <returns>Its text.</returns>
    public ReadOnlySpan<char> TextOf(int term) => _text.At(_terms[term].Text, _terms[term].Length);

    /// <summary>Looks a term up.</summary>
    /// <param name="text">The term.</param>
    /// <returns>Its number, or −1.</returns>
    public int Find(ReadOnlySpan<char> text) => Find(text, string.GetHashCode(text));

    /// <summary>The number of a term, which is added when it is new.</summary>
    /// <param name="text">The term.</param>
    /// <returns>Its number; −1 when it is new and the table is full.</returns>
    public int Intern(ReadOnlySpan<char> text)
    {
        var hash = string.GetHashCode(text);
        var found = Find(text, hash);
        if (found >= 0 || _count == _terms.Length)
            return found;
        Add(new Term(hash, _text.Add(text), text.Length));
        return _count - 1;
    }

    /// <summary>Adds a record to a term.</summary>
    /// <param name="term">Number of the term.</param>
    /// <param name="posting">Of a slot above all that the term has.</param>
    /// <returns>By how many bytes its list grew.</returns>
    public int Append(int term, uint posting)
    {
        var list = _lists[term];
        if (list is not null)
        {
            var before = list.Bytes;
            list.Add(posting);
            return list.Bytes - before;
        }

        if (_terms[term].First == PostingList.None)
        {
            _terms[term].First = posting;
            return 0;
        }

        list = new PostingList([_terms[term].First, posting], 2);
        Volatile.Write(ref _lists[term], list);
        return list.Bytes;
    }

    /// <summary>The records that hold a term.</summary>
    /// <param name="term">Its number.</param>
    /// <param name="slots">Slots of the view.</param>
    /// <returns>Their postings, ascending; empty without any.</returns>
    public ReadOnlyMemory<uint> Postings(int term, int slots)
    {
        if (Volatile.Read(ref _lists[term]) is { } list)
            return list.Below(slots);
        var first = _terms[term].First;
        return first < PostingList.Posting(slots, 0) ? new[] { first } : ReadOnlyMemory<uint>.Empty;
    }

    /// <summary>A frequency that no record of a term exceeds.</summary>
    /// <param name="term">Number of a term that has records.</param>
    /// <returns>A code of <see cref="TermFrequency"/>.</returns>
    public byte HighestCode(int term) => Volatile.Read(ref _lists[term])?.HighestCode ?? (byte)_terms[term].First;

    /// <summary>The same terms and lists with room for twice as many.</summary>
    /// <returns>The table to go on with.</returns>
    public TermTable WithRoom()
    {
        var larger = new TermTable(_terms.Length * 2, _text);
        for (var i = 0; i < _count; i++)
        {
            larger._lists[i] = _lists[i];
            larger.Add(_terms[i]);
        }

        return larger;
    }

    /// <summary>A table of the terms that still have records, with texts and lists of its own.</summary>
    /// <param name="moved">New slot of each old slot, ascending; −1 for one that is gone.</param>
    /// <returns>The table, and the memory of its lists, bytes.</returns>
    public (TermTable Table, long ListBytes) Moved(int[] moved)
    {
        var kept = new List<(int Term, uint[] Postings)>(_count);
        for (var term = 0; term < _count; term++)
        {
            var postings = MovedPostings(Postings(term, PostingList.MaxSlots).Span, moved);
            if (postings.Length > 0)
                kept.Add((term, postings));
        }

        var table = new TermTable(Math.Max(256, kept.Count));
        var bytes = 0L;
        foreach (var (term, postings) in kept)
        {
            var at = table.Intern(TextOf(term));
            table._terms[at].First = postings[0];
            if (postings.Length == 1)
                continue;
            var list = new PostingList(postings, postings.Length);
            table._lists[at] = list;
            bytes += list.Bytes;
        }

        return (table, bytes);
    }

    private static uint[] MovedPostings(ReadOnlySpan<uint> postings, int[] moved)
    {
        var left = 0;
        foreach (var posting in postings)
            left += moved[posting >> 8] >= 0 ? 1 : 0;
        var kept = new uint[left];
        left = 0;
        foreach (var posting in postings)
        {
            if (moved[posting >> 8] is >= 0 and var slot)
                kept[left++] = PostingList.Posting(slot, (byte)posting);
        }

        return kept;
    }

    private int Find(ReadOnlySpan<char> text, int hash)
    {
        for (var at = Volatile.Read(ref _buckets[hash & (_buckets.Length - 1)]) - 1; at >= 0; at = _terms[at].Next)
        {
            ref readonly var term = ref _terms[at];
            if (term.Hash == hash && term.Length == text.Length && _text.At(term.Text, term.Length).SequenceEqual(text))
                return at;
        }

        return -1;
    }

    private void Add(Term term)
    {
        ref var bucket = ref _buckets[term.Hash & (_buckets.Length - 1)];
        term.Next = bucket - 1;
        _terms[_count++] = term;

        // Last, so that a reader who finds the term finds all of it.
        Volatile.Write(ref bucket, _count);
    }

    private struct Term(int hash, int text, int length)
    {
        public readonly int Hash = hash;
        public readonly int Text = text;
        public readonly int Length = length;
        public int Next;
        public uint First = PostingList.None;
    }
}
