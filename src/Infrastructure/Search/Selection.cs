namespace ObsControlPlane.Infrastructure.Search;

/// <summary>A slot or a row and its score.</summary>
/// <param name="Score">More is better; never NaN.</param>
/// <param name="At">The slot or row.</param>
internal readonly record struct Scored(double Score, int At);

/// <summary>Keeps the best of many: a binary heap with the worst of them on top.</summary>
/// <param name="size">How many to keep, 1 or more.</param>
/// <param name="order">Orders two candidates of one score, the better first; never asked about a candidate and itself.</param>
internal sealed class Selection(int size, Func<int, int, int> order)
{
    private Scored[] _heap = new Scored[Math.Min(size, 256)];
    private int _count;

    /// <summary>Scores below this cannot come in any more.</summary>
    public double Bound { get; private set; } = double.NegativeInfinity;

    /// <summary>Offers a candidate.</summary>
    /// <param name="score">Its score.</param>
    /// <param name="at">Its slot or row; each is offered once.</param>
    public void Offer(double score, int at)
    {
        if (score < Bound)
            return;
        var offered = new Scored(score, at);
        if (_count < size)
        {
            if (_count == _heap.Length)
                Array.Resize(ref _heap, Math.Min(_count * 2, size));
            Rise(_count++, offered);
            if (_count == size)
                Bound = _heap[0].Score;
        }
        else if (IsWorse(_heap[0], offered))
        {
            Sink(offered);
            Bound = _heap[0].Score;
        }
    }

    /// <summary>What was kept.</summary>
    /// <returns>At most as many as there are to keep, best first.</returns>
    public ReadOnlySpan<Scored> Best()
    {
        _heap.AsSpan(0, _count).Sort((a, b) => a.At == b.At ? 0 : IsWorse(b, a) ? -1 : 1);
        return _heap.AsSpan(0, _count);
    }

    private bool IsWorse(Scored a, Scored b) => a.Score < b.Score || (a.Score == b.Score && order(a.At, b.At) > 0);

    private void Rise(int place, Scored item)
    {
        for (var parent = (place - 1) / 2; place > 0 && IsWorse(item, _heap[parent]); parent = (place - 1) / 2)
        {
            _heap[place] = _heap[parent];
            place = parent;
        }

        _heap[place] = item;
    }

    private void Sink(Scored item)
    {
        var place = 0;
        for (var child = 1; child < _count; child = (2 * place) + 1)
        {
            if (child + 1 < _count && IsWorse(_heap[child + 1], _heap[child]))
                child++;
            if (!IsWorse(_heap[child], item))
                break;
            _heap[place] = _heap[child];
            place = child;
        }

        _heap[place] = item;
    }
}
