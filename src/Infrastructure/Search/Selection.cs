namespace ObsControlPlane.Infrastructure.Search;

/// <summary>A slot or a row and its score.</summary>
/// <param name="Score">More is better; never NaN.</param>
/// <param name="At">The slot or row.</param>
internal readonly record struct Scored(double Score, int At);

/// <summary>
/// Keeps the best of many: takes what reaches the bound into a buffer of twice the size and, when it is full, throws the worse half out
/// (quickselect), which costs a few comparisons for each candidate and nothing for what lies below the bound.
/// </summary>
/// <param name="size">How many to keep, 1 or more.</param>
/// <param name="order">Orders two candidates of one score, the better first.</param>
internal sealed class Selection(int size, Func<int, int, int> order)
{
    private Scored[] _kept = new Scored[Math.Min(checked(size * 2), 1024)];
    private int _count;

    /// <summary>Scores below this cannot come in any more.</summary>
    public double Bound { get; private set; } = double.NegativeInfinity;

    /// <summary>Offers a candidate.</summary>
    /// <param name="score">Its score.</param>
    /// <param name="at">Its slot or row.</param>
    public void Offer(double score, int at)
    {
        if (score < Bound)
            return;
        if (_count == _kept.Length)
        {
            if (_count < size * 2)
                Array.Resize(ref _kept, Math.Min(_count * 2, size * 2));
            else
                DropWorse();
            if (score < Bound)
                return;
        }

        _kept[_count++] = new Scored(score, at);
    }

    /// <summary>What was kept.</summary>
    /// <returns>At most as many as there are to keep, best first.</returns>
    public ReadOnlySpan<Scored> Best()
    {
        _kept.AsSpan(0, _count).Sort(Compare);
        return _kept.AsSpan(0, Math.Min(_count, size));
    }

    /// <summary>What was kept.</summary>
    /// <returns>At most as many as there are to keep, in no order.</returns>
    public ReadOnlySpan<Scored> Unordered()
    {
        if (_count > size)
            DropWorse();
        return _kept.AsSpan(0, _count);
    }

    // After it the best ones stand first and the worst of them right at the end.
    private void DropWorse()
    {
        var (low, high, last) = (0, _count - 1, size - 1);
        while (low < high)
        {
            var pivot = _kept[low + ((high - low) / 2)];
            var (left, right) = (low, high);
            while (left <= right)
            {
                while (Compare(_kept[left], pivot) < 0)
                    left++;
                while (Compare(_kept[right], pivot) > 0)
                    right--;
                if (left <= right)
                {
                    (_kept[left], _kept[right]) = (_kept[right], _kept[left]);
                    (left, right) = (left + 1, right - 1);
                }
            }

            if (last <= right)
                high = right;
            else if (last >= left)
                low = left;
            else
                break;
        }

        _count = size;
        Bound = _kept[last].Score;
    }

    private int Compare(Scored a, Scored b) =>
        a.Score > b.Score ? -1 : a.Score < b.Score ? 1 : a.At == b.At ? 0 : order(a.At, b.At);
}
