namespace ObsControlPlane.Domain.Issues;

/// <summary>The parts of a URL that vary as a whole: who asks and what is asked for. Its path follows the rules of any path.</summary>
internal static class UrlForms
{
    private const int LongestUserInfo = 128;

    /// <summary>The length of <c>user:password</c> before an <c>@</c>; 0 where there is none.</summary>
    internal static int UserInfo(ReadOnlySpan<char> text, int at)
    {
        for (var i = at; i < text.Length && i - at <= LongestUserInfo; i++)
        {
            if (text[i] == '@')
                return i - at;
            if (IsEnd(text[i]) || text[i] is '/' or '?' or '#')
                return 0;
        }

        return 0;
    }

    /// <summary>The length of the query string after its <c>?</c>, up to the fragment or the end of the URL.</summary>
    internal static int Query(ReadOnlySpan<char> text, int at)
    {
        var end = at;
        while (end < text.Length && !IsEnd(text[end]) && text[end] != '#')
            end++;

        // A full stop or comma that ends the sentence is no part of the query.
        while (end > at && text[end - 1] is '.' or ',' or ';' or ':' or '!')
            end--;
        return end - at;
    }

    private static bool IsEnd(char c) => c is ' ' or '"' or '\'' or '`' or '<' or '>' or ')' or ']' or '}' or '\\';
}
