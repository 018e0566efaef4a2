using System.Globalization;
using System.Text;
using ObsControlPlane.Domain.Unicode;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>
/// BERT's tokenizer (Devlin et al. 2018, "BERT", its reference implementation): control characters go, words end at white space, every
/// punctuation character and every Chinese one stands alone, and each word is cut into pieces. It reads no further than it needs to.
/// </summary>
/// <remarks>A text that spells a special token (<c>[SEP]</c>) is taken as the text it is.</remarks>
/// <param name="vocabulary">The vocabulary.</param>
/// <param name="lowerCase">True for an uncased model: lower case, accents stripped.</param>
internal sealed class BertTokenizer(WordPieces vocabulary, bool lowerCase)
{
    /// <summary>Turns a text into ids.</summary>
    /// <param name="text">Any text, also an empty or ill-formed one.</param>
    /// <param name="ids">Where the ids go; 2 or more. What does not fit is cut off before the closing id.</param>
    /// <returns>How many ids were written, 2 or more.</returns>
    public int Encode(string text, Span<long> ids)
    {
        ids[0] = vocabulary.Start;
        var reading = new Reading(vocabulary, ids[1..^1], stackalloc char[2 * WordPieces.LongestWord]);
        List<int>? parts = null;
        foreach (var rune in text.EnumerateRunes())
        {
            if (reading.IsFull)
                break;
            if (rune.IsAscii)
                Ascii(ref reading, (char)rune.Value);
            else
                Other(ref reading, rune, parts ??= []);
        }

        reading.EndWord();
        ids[reading.Count + 1] = vocabulary.End;
        return reading.Count + 2;
    }

    private void Ascii(ref Reading reading, char character)
    {
        if (char.IsAsciiLetterOrDigit(character))
            reading.Append(new Rune(lowerCase ? char.ToLowerInvariant(character) : character));
        else if (character is ' ' or '\t' or '\n' or '\r')
            reading.EndWord();
        else if (!char.IsControl(character))
            reading.Alone(new Rune(character));
    }

    private void Other(ref Reading reading, Rune rune, List<int> parts)
    {
        if (IsDropped(rune))
            return;
        if (Rune.IsWhiteSpace(rune))
        {
            reading.EndWord();
            return;
        }

        if (IsChinese(rune.Value))
            reading.EndWord();
        parts.Clear();
        if (lowerCase)
            CanonicalForm.Decompose(rune.Value, parts);
        else
            parts.Add(rune.Value);
        foreach (var part in parts)
            Part(ref reading, new Rune(part));
        if (IsChinese(rune.Value))
            reading.EndWord();
    }

    private void Part(ref Reading reading, Rune part)
    {
        if (lowerCase && Rune.GetUnicodeCategory(part) == UnicodeCategory.NonSpacingMark)
            return;
        if (IsPunctuation(part))
            reading.Alone(part);
        else
            reading.Append(lowerCase ? Rune.ToLowerInvariant(part) : part);
    }

    // What an ill-formed text becomes when it is read is dropped, too.
    private static bool IsDropped(Rune rune) => rune == Rune.ReplacementChar || Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;

    // BERT counts all of ASCII that is neither letter nor digit, so also + < = > | ~ $ ^ and the back-tick, which Unicode calls symbols.
    private static bool IsPunctuation(Rune rune) => rune.IsAscii ? !Rune.IsLetterOrDigit(rune) : Rune.IsPunctuation(rune);

    private static bool IsChinese(int point) => point is
        (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x2A6DF) or
        (>= 0x2A700 and <= 0x2CEAF) or (>= 0x2F800 and <= 0x2FA1F);

    private ref struct Reading(WordPieces vocabulary, Span<long> ids, Span<char> word)
    {
        private readonly Span<long> _ids = ids;
        private readonly Span<char> _word = word;
        private int _chars;
        private int _points;

        public int Count { get; private set; }

        public readonly bool IsFull => Count == _ids.Length;

        public void Append(Rune rune)
        {
            if (_points < WordPieces.LongestWord)
                _chars += rune.EncodeToUtf16(_word[_chars..]);
            _points++;
        }

        public void Alone(Rune rune)
        {
            EndWord();
            Append(rune);
            EndWord();
        }

        public void EndWord()
        {
            if (_points == 0)
                return;
            Count += _points > WordPieces.LongestWord
                ? WordPieces.One(vocabulary.Unknown, _ids[Count..])
                : vocabulary.Cut(_word[.._chars], _ids[Count..]);
            (_chars, _points) = (0, 0);
        }
    }
}
