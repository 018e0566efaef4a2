using System.Buffers;

namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// The masked text as far as it is written. Decisions look back at what was written, not at what was read: a second pass then sees the
/// same left context as the first and decides the same. Every look back is bounded, which keeps the scan linear.
/// </summary>
internal sealed class MaskedText(int length)
{
    private const int LongestLookBack = 48;
    private const int Smallest = 256;
    private const string Placeholder = IssueMasking.Placeholder;

    // Rented, as texts of a mebibyte would each cost fresh memory several times over.
    private char[] _text = ArrayPool<char>.Shared.Rent(Math.Max(Smallest, length));
    private int _length;

    /// <summary>The character written last, U+0000 at the beginning.</summary>
    internal char Last => Back(0);

    /// <summary>The character <paramref name="distance"/> before the last one; U+0000 before the beginning and beyond the look back.</summary>
    internal char Back(int distance) => distance < _length && distance < LongestLookBack ? _text[_length - 1 - distance] : '\0';

    /// <summary>Whether what comes next goes on with a name: the end is a dash or underscore after a letter, a digit or a placeholder.</summary>
    internal bool IsInName => Last is '-' or '_' && (CharKind.IsWord(Back(1)) || Back(1) == '>');

    internal bool EndsWith(string text) => _text.AsSpan(0, _length).EndsWith(text);

    internal void Keep(char c)
    {
        if (_length == _text.Length)
            Grow(1);
        _text[_length++] = c;
    }

    internal void Keep(ReadOnlySpan<char> text)
    {
        if (_text.Length - _length < text.Length)
            Grow(text.Length);
        text.CopyTo(_text.AsSpan(_length));
        _length += text.Length;
    }

    /// <summary>Writes the placeholder; a list of masked things ("1, 2, 3", "1h 5m", "7d4b9c6f5-x2x9k") is one placeholder however long it is.</summary>
    internal void Mask()
    {
        if (EndsWith(Placeholder))
            return;
        foreach (var separator in (ReadOnlySpan<string>)[" ", ",", ", ", "-"])
        {
            if (!EndsWith(Placeholder + separator))
                continue;
            TakeBack(separator.Length);
            return;
        }

        Keep(Placeholder);
    }

    /// <summary>Writes the placeholder for a number; the sign or point it may begin with goes too.</summary>
    internal void MaskNumber()
    {
        if (Last is '-' or '+' or '.' && Back(1) is '\0' or ' ' or '=' or ':' or '(' or ',' or '[' or '~')
            TakeBack(1);
        Mask();
    }

    /// <summary>
    /// The words before the end, nearest first, as far as only blanks and the marks between a name and its value lie between; a
    /// placeholder counts as a word, and an empty word stands where there is none.
    /// </summary>
    internal PrecedingWords Words()
    {
        var at = 0;
        return new PrecedingWords(Word(ref at), Word(ref at), Word(ref at));
    }

    /// <summary>The whole text, once: what held it is given back.</summary>
    internal string Finish()
    {
        var text = new string(_text, 0, _length);
        ArrayPool<char>.Shared.Return(_text);
        _text = [];
        _length = 0;
        return text;
    }

    private string Word(ref int at)
    {
        while (IsLink(Back(at)) && !IsPlaceholderEnd(at))
            at++;
        if (IsPlaceholderEnd(at))
        {
            at += Placeholder.Length;
            return Placeholder;
        }

        var length = 0;
        while (CharKind.IsWord(Back(at + length)))
            length++;
        if (length == 0)
            return "";

        var word = new string(_text, _length - at - length, length);
        at += length;
        return word;
    }

    private bool IsPlaceholderEnd(int at) => Back(at) == '>' && Back(at + 1) == '*' && Back(at + 2) == '<';

    private static bool IsLink(char c) =>
        c is ' ' or ':' or '=' or '"' or '\'' or '`' or '(' or '[' or ']' or '{' or '#' or '-' or '_' or '/' or '>' or '\\' or '<' or '|';

    private void TakeBack(int count) => _length -= count;

    private void Grow(int by)
    {
        var larger = ArrayPool<char>.Shared.Rent(Math.Max(_text.Length * 2, _length + by));
        _text.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<char>.Shared.Return(_text);
        _text = larger;
    }
}

/// <summary>Up to three words before a place, the nearest first; empty where there is none.</summary>
internal readonly record struct PrecedingWords(string First, string Second, string Third);
