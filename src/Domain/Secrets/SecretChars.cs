using System.Buffers;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>Alphabets of tokens, and runs of them in a text.</summary>
internal static class SecretChars
{
    private const string Alphanumeric = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdefABCDEF");
    public static readonly SearchValues<char> LettersAndDigits = SearchValues.Create(Alphanumeric);
    public static readonly SearchValues<char> Word = SearchValues.Create(Alphanumeric + "_");
    public static readonly SearchValues<char> Base64Url = SearchValues.Create(Alphanumeric + "_-");
    public static readonly SearchValues<char> Dotted = SearchValues.Create(Alphanumeric + "_-.");
    public static readonly SearchValues<char> Base64 = SearchValues.Create(Alphanumeric + "+/=");
    public static readonly SearchValues<char> Escaped = SearchValues.Create(Alphanumeric + "+/=%_-");
    public static readonly SearchValues<char> Braintree = SearchValues.Create(Alphanumeric + "$");
    public static readonly SearchValues<char> Header = SearchValues.Create(Alphanumeric + "+/=_-.~:");
    public static readonly SearchValues<char> Assigned = SearchValues.Create(Alphanumeric + "+/=_-.~:%");

    /// <summary>The character after the run of an alphabet that begins at a place, of so many characters at most.</summary>
    public static int RunEnd(ReadOnlySpan<char> text, int from, SearchValues<char> alphabet, int most = int.MaxValue)
    {
        var rest = text[from..Math.Min(text.Length, (int)Math.Min(int.MaxValue, (long)from + most))];
        var length = rest.IndexOfAnyExcept(alphabet);
        return from + (length < 0 ? rest.Length : length);
    }

    /// <summary>The first character of the run of an alphabet that ends before a place.</summary>
    public static int RunStart(ReadOnlySpan<char> text, int before, SearchValues<char> alphabet, int floor, int most)
    {
        var lowest = Math.Max(floor, before - most);
        var start = before;
        while (start > lowest && alphabet.Contains(text[start - 1]))
            start--;
        return start;
    }

    /// <summary>Whether a token can begin here: what stands before is no letter and no digit.</summary>
    public static bool IsStart(ReadOnlySpan<char> text, int at) => at == 0 || !char.IsAsciiLetterOrDigit(text[at - 1]) || IsEscapedLineEnd(text, at);

    // In JSON and in source text a line may end as \n or \t, whose letter is no part of a word.
    private static bool IsEscapedLineEnd(ReadOnlySpan<char> text, int at) => at >= 2 && text[at - 2] == '\\' && (text[at - 1] is 'n' or 'r' or 't');
}
