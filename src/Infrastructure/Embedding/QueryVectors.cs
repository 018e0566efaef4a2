namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>
/// The vectors of the questions asked last. A question that is asked again while its vector is being made waits for that one: it is made
/// once, and whoever gives up waiting does not take it from the others.
/// </summary>
/// <param name="capacity">Questions that are kept; 0 keeps none.</param>
/// <param name="embed">Makes the vector of a question.</param>
internal sealed class QueryVectors(int capacity, Func<string, CancellationToken, Task<float[]>> embed)
{
    /// <summary>Longest question that is kept, in characters: 256 of them are 2 MB.</summary>
    public const int LongestKept = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _known = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _newestFirst = [];

    /// <summary>The vector of a question, made now if it is not known.</summary>
    /// <param name="text">The question.</param>
    /// <param name="ct">Cancels waiting.</param>
    /// <returns>The vector; the same array for every caller.</returns>
    public Task<float[]> GetAsync(string text, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return capacity == 0 || text.Length > LongestKept ? embed(text, ct) : Share(text).WaitAsync(ct);
    }

    private Task<float[]> Share(string text)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(text, out var node))
            {
                _newestFirst.Remove(node);
                if (!node.Value.Vector.IsFaulted && !node.Value.Vector.IsCanceled)
                {
                    _newestFirst.AddFirst(node);
                    return node.Value.Vector;
                }
            }

            // On a thread of its own: nobody else's question waits for this lock meanwhile.
            var vector = Task.Run(() => embed(text, CancellationToken.None));
            _known[text] = _newestFirst.AddFirst(new Entry(text, vector));
            if (_known.Count > capacity && _newestFirst.Last is { } oldest)
            {
                _newestFirst.Remove(oldest);
                _known.Remove(oldest.Value.Text);
            }

            return vector;
        }
    }

    private readonly record struct Entry(string Text, Task<float[]> Vector);
}
