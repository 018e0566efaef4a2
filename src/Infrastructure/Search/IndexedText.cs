using System.Text;

namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// The searchable terms of one record, cut by <see cref="OpsTokenizer"/> and joined by blanks; the same for the same record, so that an
/// index without its own copy of the text can be told exactly what to take out again.
/// </summary>
/// <param name="Title">Terms of the issue's first line that is not blank, or of a memory's key.</param>
/// <param name="Body">Terms of the rest of the issue, or of a memory's content.</param>
/// <param name="Solution">Terms of the solution; empty for a memory.</param>
internal sealed record IndexedText(string Title, string Body, string Solution)
{
    /// <summary>What of a fix is searched.</summary>
    /// <param name="issueText">Text of its issue.</param>
    /// <param name="solution">Its solution.</param>
    /// <returns>Its terms.</returns>
    public static IndexedText OfFix(string issueText, string solution)
    {
        var title = EndOfTitle(issueText);
        return new IndexedText(Joined(issueText.AsSpan(0, title)), Joined(issueText.AsSpan(title)), Joined(solution));
    }

    /// <summary>What of a memory is searched.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">Its content.</param>
    /// <returns>Its terms.</returns>
    public static IndexedText OfMemory(string key, string content) => new(Joined(key), Joined(content), "");

    private static string Joined(ReadOnlySpan<char> text)
    {
        var joined = new StringBuilder(text.Length);
        return joined.AppendJoin(' ', OpsTokenizer.Terms(text)).ToString();
    }

    private static int EndOfTitle(string text)
    {
        var begin = text.Length - text.AsSpan().TrimStart().Length;
        var end = text.AsSpan(begin).IndexOfAny('\r', '\n');
        return end < 0 ? text.Length : begin + end;
    }
}
