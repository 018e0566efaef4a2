namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// Keeps roughly chosen rows for a second look: takes what reaches the bound into a buffer and, when it is full, throws all but the best out
/// (C. A. R. Hoare, Algorithm 65: Find, CACM 4(7), 1961). For many candidates that is several times as fast as a heap; which of two rows with
/// one estimate stays is left open.
/// </summary>
/// <param name="size">How many to keep, 1 or more.</param>
internal sealed class Candidates(int size)
{
    private const int BufferShare = 3;

    private float[] _scores = new float[Math.Min(size, 256) * BufferShare];
    private int[] _rows = new int[Math.Min(size, 256) * BufferShare];
    private int _count;

    /// <summary>Estimates below this cannot come in any more.</summary>
    public float Bound { get; private set; } = float.NegativeInfinity;

    /// <summary>Offers a row.</summary>
    /// <param name="score">Its estimate, not NaN.</param>
    /// <param name="row">The row.</param>
    public void Offer(float score, int row)
    {
        if (score < Bound)
            return;
        if (_count == _scores.Length)
            MakeRoom();
        (_scores[_count], _rows[_count]) = (score, row);
        _count++;
    }

    /// <summary>The rows with the best estimates.</summary>
    /// <returns>At most as many as there are to keep, in no order.</returns>
    public ReadOnlySpan<int> Rows()
    {
        if (_count > size)
            DropWorse();
        return _rows.AsSpan(0, _count);
    }

    private void MakeRoom()
    {
        if (_count < size * BufferShare)
        {
            Array.Resize(ref _scores, Math.Min(_count * 2, size * BufferShare));
            Array.Resize(ref _rows, _scores.Length);
        }
        else
        {
            DropWorse();
        }
    }

    // Afterwards the best stand first, the worst of them at the end.
    private void DropWorse()
    {
        var (low, high, last) = (0, _count - 1, size - 1);
        while (low < high)
        {
            var (left, right, pivot) = (low, high, _scores[low + ((high - low) / 2)]);
            while (left <= right)
            {
                while (_scores[left] > pivot)
                    left++;
                while (_scores[right] < pivot)
                    right--;
                if (left > right)
                    break;
                (_scores[left], _scores[right]) = (_scores[right], _scores[left]);
                (_rows[left], _rows[right]) = (_rows[right], _rows[left]);
                (left, right) = (left + 1, right - 1);
            }

            if (last <= right)
                high = right;
            else if (last >= left)
                low = left;
            else
                break;
        }

        _count = size;
        Bound = _scores[last];
    }
}
