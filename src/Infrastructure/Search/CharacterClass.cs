using System.Buffers;
using System.Globalization;
using System.Text;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>What a character is to the tokenizer.</summary>
internal enum CharacterClass
{
    /// <summary>White space, punctuation, symbols, controls, lone surrogates: they end a word.</summary>
    Break,

    /// <summary>One of <c>. _ / : @ -</c>: it ends a word, and between two words makes a compound.</summary>
    Joiner,

    /// <summary>A letter, mark or digit of a script that puts blanks between words.</summary>
    Word,

    /// <summary>A letter or mark of a script that does not.</summary>
    Unspaced,
}

/// <summary>Reads the class of the character at a place of a text.</summary>
internal static class CharacterClasses
{
    /// <summary>The class of the character that begins at a place.</summary>
    /// <param name="text">Any UTF-16.</param>
    /// <param name="at">A place inside it.</param>
    /// <param name="length">UTF-16 units of the character, 1 or 2.</param>
    /// <returns>Its class; a lone surrogate is a break.</returns>
    public static CharacterClass At(ReadOnlySpan<char> text, int at, out int length)
    {
        length = 1;
        var c = text[at];
        if (char.IsAscii(c))
            return char.IsAsciiLetterOrDigit(c) ? CharacterClass.Word : c is '.' or '_' or '/' or ':' or '@' or '-' ? CharacterClass.Joiner : CharacterClass.Break;
        if (Rune.DecodeFromUtf16(text[at..], out var rune, out length) != OperationStatus.Done)
            return CharacterClass.Break;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.DecimalDigitNumber
                => CharacterClass.Word,
            UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                => IsUnspaced(rune.Value) ? CharacterClass.Unspaced : CharacterClass.Word,
            _ => CharacterClass.Break,
        };
    }

    // Blocks of the Unicode Standard whose scripts write words without blanks between them, and Hangul, whose particles hang on the word.
    private static bool IsUnspaced(int code) => code switch
    {
        < 0x0E00 => false,
        <= 0x0FFF => true, // Thai, Lao, Tibetan
        >= 0x1000 and <= 0x109F => true, // Myanmar
        >= 0x1100 and <= 0x11FF => true, // Hangul Jamo
        >= 0x1780 and <= 0x17FF => true, // Khmer
        >= 0x1950 and <= 0x19DF => true, // Tai Le, New Tai Lue
        >= 0x1A20 and <= 0x1AAF => true, // Tai Tham
        >= 0x2E80 and <= 0xA4CF => true, // radicals, kana, Bopomofo, Han, Yi
        >= 0xA960 and <= 0xA97F => true, // Hangul Jamo Extended-A
        >= 0xA9E0 and <= 0xA9FF => true, // Myanmar Extended-B
        >= 0xAA60 and <= 0xAADF => true, // Myanmar Extended-A, Tai Viet
        >= 0xAC00 and <= 0xD7FF => true, // Hangul
        >= 0xF900 and <= 0xFAFF => true, // Han compatibility
        >= 0xFF66 and <= 0xFFDC => true, // half-width kana and Hangul
        >= 0x1AFF0 and <= 0x1B16F => true, // kana supplements
        >= 0x20000 and <= 0x3FFFF => true, // Han extensions
        _ => false,
    };
}
