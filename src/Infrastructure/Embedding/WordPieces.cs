using System.Text;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>A BERT vocabulary, and words cut into its pieces: the longest known piece first, again and again (WordPiece).</summary>
internal sealed class WordPieces
{
    /// <summary>Longest word that is cut into pieces, in code points; a longer one is unknown as a whole (BERT's own limit).</summary>
    public const int LongestWord = 100;

    private const string Continuation = "##";

    private readonly Dictionary<string, int> _first = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _following = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _firstBySpan;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _followingBySpan;
    private readonly int _longest;

    private WordPieces(IEnumerable<string> words)
    {
        var id = 0;
        foreach (var word in words)
        {
            var follows = word.Length > Continuation.Length && word.StartsWith(Continuation, StringComparison.Ordinal);
            (follows ? _following : _first).TryAdd(follows ? word[Continuation.Length..] : word, id++);
            _longest = Math.Max(_longest, word.Length);
        }

        _firstBySpan = _first.GetAlternateLookup<ReadOnlySpan<char>>();
        _followingBySpan = _following.GetAlternateLookup<ReadOnlySpan<char>>();
        Start = Special("[CLS]");
        End = Special("[SEP]");
        Unknown = Special("[UNK]");
    }

    /// <summary>Id that every input begins with.</summary>
    public int Start { get; }

    /// <summary>Id that every input ends with.</summary>
    public int End { get; }

    /// <summary>Id of a word that cannot be put together from pieces.</summary>
    public int Unknown { get; }

    /// <summary>Reads a vocabulary.</summary>
    /// <param name="file">One word a line, UTF-8; the number of the line, from 0, is the id.</param>
    /// <returns>The vocabulary.</returns>
    /// <exception cref="InvalidDataException">It lacks one of the three words every input needs.</exception>
    public static WordPieces Read(string file) => new(File.ReadLines(file, Encoding.UTF8));

    /// <summary>Cuts a word.</summary>
    /// <param name="word">A word without white space, at most <see cref="LongestWord"/> code points.</param>
    /// <param name="into">Where the ids go; those for which there is no room are left out.</param>
    /// <returns>How many ids were written.</returns>
    public int Cut(ReadOnlySpan<char> word, Span<long> into)
    {
        Span<long> pieces = stackalloc long[2 * LongestWord];
        var count = 0;
        for (var from = 0; from < word.Length;)
        {
            var length = Math.Min(word.Length - from, _longest);
            var known = from == 0 ? _firstBySpan : _followingBySpan;
            var id = -1;
            while (length > 0 && !known.TryGetValue(word.Slice(from, length), out id))
                length--;
            if (length == 0)
                return One(Unknown, into);
            pieces[count++] = id;
            from += length;
        }

        count = Math.Min(count, into.Length);
        pieces[..count].CopyTo(into);
        return count;
    }

    /// <summary>Writes the one id that stands for a whole word.</summary>
    /// <param name="id">The id.</param>
    /// <param name="into">Where it goes.</param>
    /// <returns>1, or 0 when there is no room.</returns>
    public static int One(int id, Span<long> into)
    {
        if (into.IsEmpty)
            return 0;
        into[0] = id;
        return 1;
    }

    private int Special(string word) => _first.TryGetValue(word, out var id) ? id : throw new InvalidDataException($"The vocabulary has no {word}.");
}
