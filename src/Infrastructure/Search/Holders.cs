using System.Collections.Concurrent;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// How many records that are gone each term still lists. Counting means going through the whole list, so views between two removals share
/// what one of them counted: what was appended in between is not gone.
/// </summary>
internal sealed class Holders
{
    private readonly ConcurrentDictionary<int, int> _goneOfTerm = new();

    /// <summary>How many records hold a term.</summary>
    /// <param name="term">Number of the term.</param>
    /// <param name="postings">Its postings, those of records that are gone included.</param>
    /// <param name="gone">Which are gone.</param>
    /// <returns>Their number.</returns>
    public int Of(int term, ReadOnlySpan<uint> postings, FrozenMarks gone)
    {
        if (gone.Count == 0)
            return postings.Length;
        if (!_goneOfTerm.TryGetValue(term, out var count))
            _goneOfTerm[term] = count = CountGone(postings, gone);
        return postings.Length - count;
    }

    private static int CountGone(ReadOnlySpan<uint> postings, FrozenMarks gone)
    {
        var count = 0;
        foreach (var posting in postings)
            count += gone.Holds((int)(posting >> 8)) ? 1 : 0;
        return count;
    }
}
