using System.Numerics.Tensors;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>A state of <see cref="VectorRows"/>.</summary>
internal sealed class VectorView(
    int dimension, int rows, short[][] chunks, FrozenColumn<int> slots, FrozenColumn<float> factors, FrozenMarks gone, SignScan? signs)
{
    private const int CandidatesOfDepth = 3;
    private const int MoreCandidates = 200;
    private const int ChunkRows = 1 << VectorRows.ChunkBits;

    /// <summary>Vectors that were there.</summary>
    public int Count => rows - gone.Count;

    /// <summary>The slots with the nearest vectors.</summary>
    /// <param name="query">A vector of unit length.</param>
    /// <param name="depth">At most so many, 1 or more.</param>
    /// <param name="admits">Whether a slot may be found.</param>
    /// <param name="order">Orders slots of one cosine.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>Slots and cosines, nearest first.</returns>
    /// <exception cref="ArgumentException">The dimension is another one.</exception>
    public ReadOnlySpan<Scored> Nearest(
        ReadOnlySpan<float> query, int depth, Func<int, bool> admits, Func<int, int, int> order, CancellationToken cancellationToken)
    {
        if (query.Length != dimension)
            throw new ArgumentException($"The index holds vectors of dimension {dimension}, not {query.Length}.", nameof(query));
        if (!TensorPrimitives.IsFiniteAll(query))
            throw new ArgumentException("A vector must be finite.", nameof(query));
        var best = new Selection(depth, order);
        if (signs is null)
        {
            for (var row = 0; row < rows; row++)
            {
                if (Admits(row))
                    Offer(row, query, best);
            }

            return best.Best();
        }

        // The estimate of one bit a component is off by a few hundredths: what is nearest is among the first few times the depth.
        var candidates = new Candidates(checked((CandidatesOfDepth * depth) + MoreCandidates));
        signs.Scan(query, candidates, Admits, cancellationToken);
        foreach (var row in candidates.Rows())
            Offer(row, query, best);
        return best.Best();

        bool Admits(int row) => !gone.Holds(row) && admits(slots[row]);
    }

    private void Offer(int row, ReadOnlySpan<float> query, Selection best)
    {
        var packed = chunks[row >> VectorRows.ChunkBits].AsSpan((row & (ChunkRows - 1)) * dimension, dimension);
        best.Offer(Math.Clamp((double)PackedVector.Dot(packed, query) * factors[row], -1, 1), slots[row]);
    }
}
