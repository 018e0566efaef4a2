using System.Collections.Frozen;

namespace ObsControlPlane.Domain.Issues;

/// <summary>Reads a form piece by piece; what does not match moves nothing.</summary>
internal ref struct TextCursor(ReadOnlySpan<char> text, int at)
{
    private const int LongestName = 12;

    internal readonly ReadOnlySpan<char> Text = text;

    internal int At { get; private set; } = at;

    internal readonly char Peek => At < Text.Length ? Text[At] : '\0';

    /// <summary>Goes back to a place and says that nothing matched.</summary>
    internal bool Return(int to)
    {
        At = to;
        return false;
    }

    internal bool Literal(char c)
    {
        if (Peek != c || At >= Text.Length)
            return false;
        At++;
        return true;
    }

    internal bool Literal(string literal)
    {
        if (!Text[At..].StartsWith(literal))
            return false;
        At += literal.Length;
        return true;
    }

    internal char? Any(string characters)
    {
        if (At >= Text.Length || !characters.Contains(Text[At], StringComparison.Ordinal))
            return null;
        return Text[At++];
    }

    /// <summary>How many digits there are, between the limits; 0, and nothing read, when fewer or more.</summary>
    internal int Digits(int atLeast, int atMost)
    {
        var end = At;
        while (end - At <= atMost && CharKind.IsDigitAt(Text, end))
            end++;
        var count = end - At;
        if (count < atLeast || count > atMost)
            return 0;
        At = end;
        return count;
    }

    /// <summary>The value of a number of so many digits; null, and nothing read, when there is none.</summary>
    internal int? Number(int atLeast, int atMost)
    {
        var start = At;
        if (Digits(atLeast, atMost) == 0)
            return null;
        var value = 0;
        foreach (var digit in Text[start..At])
            value = (value * 10) + digit - '0';
        return value;
    }

    /// <summary>A whole word out of a set of short ones.</summary>
    internal bool Word(FrozenSet<string> words)
    {
        var end = At;
        while (end - At <= LongestName && CharKind.IsWordAt(Text, end))
            end++;
        if (end == At || !words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(Text[At..end]))
            return false;
        At = end;
        return true;
    }

    internal bool Word(string word)
    {
        if (!Text[At..].StartsWith(word) || CharKind.IsWordAt(Text, At + word.Length))
            return false;
        At += word.Length;
        return true;
    }
}
