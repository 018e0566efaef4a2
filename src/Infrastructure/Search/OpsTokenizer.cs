using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// Cuts operations text into search terms. Words are split at white space and punctuation, put into lower case, stemmed
/// (<see cref="PorterStemmer"/>) and left out when they say nothing (<see cref="StopWords"/>). A camelCase word gives its parts and the
/// glued word; a compound such as <c>kube-system/etcd-0</c> also gives the whole as it stands; scripts without blanks between words give
/// overlapping pairs of characters.
/// </summary>
/// <remarks>
/// A term is 1 to 64 UTF-16 units of ASCII letters and digits in lower case, <c>. _ / : @ -</c> inside a compound, and characters above
/// U+007F: exactly what SQLite's <c>ascii</c> tokenizer with these joiners as token characters takes for one token, so the index never
/// cuts or folds a term again. Linear in the text, whatever it holds.
/// </remarks>
internal static class OpsTokenizer
{
    /// <summary>Longest compound that is kept whole, and where longer words are cut, in UTF-16 units.</summary>
    public const int MaxTermLength = 64;

    /// <summary>The terms of a text.</summary>
    /// <param name="text">Any UTF-16, well-formed or not.</param>
    /// <returns>Terms in the order of the text, repeats included; a word's parts come before the word. Empty when it holds no letter or digit.</returns>
    public static List<string> Terms(ReadOnlySpan<char> text)
    {
        var terms = new List<string>(Math.Max(4, text.Length / 6));
        var at = 0;
        while (at < text.Length)
        {
            at = CharacterClasses.At(text, at, out var length) switch
            {
                CharacterClass.Word => AddCompound(text, at, terms),
                CharacterClass.Unspaced => AddPairs(text, at, terms),
                _ => at + length,
            };
        }

        return terms;
    }

    private static int AddCompound(ReadOnlySpan<char> text, int start, List<string> terms)
    {
        var end = EndOf(CharacterClass.Word, text, start);
        AddWord(text[start..end], terms);
        var isCompound = false;
        while (end + 1 < text.Length && CharacterClasses.At(text, end, out _) == CharacterClass.Joiner
            && CharacterClasses.At(text, end + 1, out _) == CharacterClass.Word)
        {
            var next = end + 1;
            end = EndOf(CharacterClass.Word, text, next);
            AddWord(text[next..end], terms);
            isCompound = true;
        }

        if (isCompound && end - start <= MaxTermLength)
            terms.Add(Lower(text[start..end]));
        return end;
    }

    private static int EndOf(CharacterClass kind, ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && CharacterClasses.At(text, at, out var length) == kind)
            at += length;
        return at;
    }

    private static void AddWord(ReadOnlySpan<char> word, List<string> terms)
    {
        var part = 0;
        while (part < word.Length)
        {
            var end = CamelCase.EndOfPart(word, part);
            if (part > 0 || end < word.Length)
                AddTerm(word[part..end], terms);
            part = end;
        }

        AddTerm(word, terms);
    }

    private static void AddTerm(ReadOnlySpan<char> word, List<string> terms)
    {
        word = word[..Math.Min(word.Length, MaxTermLength)];
        if (char.IsHighSurrogate(word[^1]))
            word = word[..^1];
        Span<char> lower = stackalloc char[MaxTermLength];
        lower = lower[..word.ToLowerInvariant(lower)];
        if (StopWords.Holds(lower))
            return;
        if (!lower.ContainsAnyExceptInRange('a', 'z'))
            lower = lower[..PorterStemmer.Stem(lower)];
        terms.Add(lower.ToString());
    }

    private static int AddPairs(ReadOnlySpan<char> text, int start, List<string> terms)
    {
        CharacterClasses.At(text, start, out var length);
        var (first, second) = (start, start + length);
        if (second >= text.Length || CharacterClasses.At(text, second, out length) != CharacterClass.Unspaced)
        {
            terms.Add(text[first..second].ToString());
            return second;
        }

        do
        {
            var end = second + length;
            terms.Add(text[first..end].ToString());
            (first, second) = (second, end);
        }
        while (second < text.Length && CharacterClasses.At(text, second, out length) == CharacterClass.Unspaced);
        return second;
    }

    private static string Lower(ReadOnlySpan<char> compound) =>
        string.Create(compound.Length, compound, static (lower, source) => source.ToLowerInvariant(lower));
}
