using System.Text;
using ObsControlPlane.Infrastructure.Search;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>The distinct terms of a record with how often each is said, in parts that a row can hold.</summary>
/// <param name="Parts">One part, save for texts of nearly nothing but different words.</param>
/// <param name="Length">Terms, repeats included.</param>
internal sealed record RecordTerms(IReadOnlyList<TermsPart> Parts, int Length)
{
    // A tsvector holds 2^20 - 1 bytes of terms; the rest is room for what it adds to each.
    private const int MostBytes = 800_000;

    private const int Fields = 3;

    /// <summary>The terms of a record.</summary>
    public static RecordTerms Of(IndexedText text)
    {
        var counts = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var length = Count(counts, text.Title, 0) + Count(counts, text.Body, 1) + Count(counts, text.Solution, 2);
        var parts = new List<TermsPart>();
        var (terms, said, bytes) = (new List<string>(counts.Count), new List<byte>(counts.Count * Fields), 0);
        foreach (var (term, times) in counts)
        {
            var size = Encoding.UTF8.GetByteCount(term);
            if (bytes + size > MostBytes)
            {
                parts.Add(new TermsPart([.. terms], [.. said]));
                (terms, said, bytes) = ([], [], 0);
            }

            terms.Add(term);
            said.AddRange(times);
            bytes += size;
        }

        parts.Add(new TermsPart([.. terms], [.. said]));
        return new RecordTerms(parts, length);
    }

    /// <summary>Gathers the rows of the parts that the record's own row does not hold.</summary>
    public void InsertFurther(WriteSession session, Guid id)
    {
        for (var part = 1; part < Parts.Count; part++)
            session.Run("INSERT INTO further_terms (id, part, terms, term_counts) VALUES ($1, $2, $3, $4)", id, part, Parts[part].Terms, Parts[part].Counts);
    }

    private static int Count(Dictionary<string, byte[]> counts, string joined, int field)
    {
        var said = 0;
        foreach (var range in joined.AsSpan().Split(' '))
        {
            if (joined.AsSpan(range) is not { IsEmpty: false } term)
                continue;
            said++;
            var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
            if (!lookup.TryGetValue(term, out var times))
                lookup[term] = times = new byte[Fields];
            times[field] = (byte)Math.Min(byte.MaxValue, times[field] + 1);
        }

        return said;
    }
}

/// <summary>Some terms of a record.</summary>
/// <param name="Terms">The terms.</param>
/// <param name="Counts">Three bytes for each: how often title, body and solution say it, at most 255.</param>
internal sealed record TermsPart(string[] Terms, byte[] Counts);
