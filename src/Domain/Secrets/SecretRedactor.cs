using System.Text;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>
/// Finds secrets in texts and replaces each by <c>[redacted:family]</c>. What is replaced already stays as it is, so that redacting twice
/// changes nothing. Time grows with the length of the text alone. Safe for any number of threads.
/// </summary>
public sealed class SecretRedactor
{
    private const string MarkStart = "[redacted:";
    private const int FamilyLength = 64;

    // A token whose issuer its prefix names says more than the name that it is set under.
    private static readonly IReadOnlyList<SecretForm> Specific =
        [.. TokenTable.All, .. InnerMarkToken.All, new JsonWebToken(), new PrivateKeyBlock(), .. WebhookAddress.All, new UrlCredentials()];

    private static readonly IReadOnlyList<SecretForm> Named =
    [
        new AuthorizationHeader(), new CookieHeader(), .. CommandLineSecret.All, new PasswordFileLine(), new NamedSecret(SecretNames.Tokens, isPassword: false),
        new NamedSecret(SecretNames.Passwords, isPassword: true),
    ];

    private static readonly SecretScan SpecificScan = new(Specific);
    private static readonly SecretScan Scan = new([.. Specific, .. Named]);

    private readonly IReadOnlyList<SecretPattern> _patterns;

    /// <summary>A redactor of the built-in families and an operator's own.</summary>
    /// <param name="patterns">Patterns to look for as well; none by default.</param>
    public SecretRedactor(params IReadOnlyList<SecretPattern> patterns) => _patterns = patterns;

    /// <summary>The text that stands in the place of a secret.</summary>
    /// <param name="family">Its family.</param>
    public static string Mark(string family) => $"{MarkStart}{family}]";

    /// <summary>Replaces every secret of a text.</summary>
    /// <param name="text">Any UTF-16, ill-formed or not.</param>
    /// <returns>The text without them, and their families.</returns>
    public RedactedText Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var families = new List<string>();
        var redacted = BuiltIn(text, families);
        foreach (var pattern in _patterns)
            redacted = Own(redacted, pattern, families);
        return new RedactedText(redacted, families.Count == 0 ? [] : families);
    }

    /// <summary>Replaces the secrets of a value that has a name: a member of an object, a label.</summary>
    /// <param name="name">Its name, which says more about a value than the value itself (<c>password</c>).</param>
    /// <param name="value">Its value.</param>
    /// <returns>The value without them, and their families.</returns>
    public RedactedText Redact(string name, string value)
    {
        ArgumentNullException.ThrowIfNull(name);
        var found = Redact(value);
        if (found.Families.Count > 0 || value.Length > SecretValues.Longest)
            return found;
        // Read as the assignment that it is, in one text, for only there the forms with a name find it.
        var whole = $"{name}=\"{value}\"";
        var named = new List<string>();
        var read = BuiltIn(whole, named);
        return named.Count > 0 && read.Length > name.Length + 3 && read.StartsWith($"{name}=\"", StringComparison.Ordinal) && read[^1] == '"'
            ? new RedactedText(read[(name.Length + 2)..^1], named)
            : found;
    }

    // What is left beside a mark may only now be seen as a secret; each round replaces something, and there is hardly ever a second.
    private static string BuiltIn(string text, List<string> families)
    {
        while (Scan.Find(text, Inner) is { Count: > 0 } spans)
            text = Replace(text, spans, families);
        return text;
    }

    private static SecretSpan? Inner(ReadOnlySpan<char> text, SecretSpan found) =>
        SpecificScan.FirstWithin(text, found.Start, found.End) is { } inner && inner.Start == found.Start && inner.End == found.End ? inner : null;

    private static string Own(string text, SecretPattern pattern, List<string> families)
    {
        var spans = new List<SecretSpan>();
        var mark = NextMark(text, 0);
        foreach (var match in pattern.Expression.EnumerateMatches(text))
        {
            while (mark.End <= match.Index && mark.Start < text.Length)
                mark = NextMark(text, mark.End);
            if (match.Length > 0 && match.Index + match.Length <= mark.Start)
                spans.Add(new SecretSpan(match.Index, match.Index + match.Length, pattern.Family));
        }

        return spans.Count == 0 ? text : Replace(text, spans, families);
    }

    private static string Replace(string text, List<SecretSpan> spans, List<string> families)
    {
        var redacted = new StringBuilder(text.Length);
        var at = 0;
        foreach (var span in spans)
        {
            redacted.Append(text, at, span.Start - at).Append(Mark(span.Family));
            families.Add(span.Family);
            at = span.End;
        }

        return redacted.Append(text, at, text.Length - at).ToString();
    }

    /// <summary>The next mark of a replaced secret; an empty one at the end of the text when there is none.</summary>
    internal static (int Start, int End) NextMark(ReadOnlySpan<char> text, int from)
    {
        while (from < text.Length)
        {
            var start = text[from..].IndexOf(MarkStart, StringComparison.Ordinal);
            if (start < 0)
                break;
            start += from;
            var end = MarkEnd(text, start + MarkStart.Length);
            if (end > 0)
                return (start, end);
            from = start + 1;
        }

        return (text.Length, text.Length);
    }

    private static int MarkEnd(ReadOnlySpan<char> text, int family)
    {
        var end = family;
        while (end < text.Length && end - family <= FamilyLength && (char.IsAsciiLetterLower(text[end]) || char.IsAsciiDigit(text[end]) || text[end] == '-'))
            end++;
        return end > family && end < text.Length && text[end] == ']' ? end + 1 : -1;
    }
}
