namespace ObsControlPlane.Domain.Secrets;

/// <summary>Credentials of the header <c>Authorization</c> (RFC 9110, 11.6.2), and of <c>Bearer</c> wherever it stands.</summary>
internal sealed class AuthorizationHeader : SecretForm
{
    private const string Family = "authorization-header";
    private const int LeastMixed = 12;

    private static readonly string[] Schemes = ["Bearer", "Basic", "Token", "ApiKey", "Digest", "GenieKey", "Negotiate", "OAuth", "token="];

    public override IReadOnlyList<string> Anchors { get; } = ["authorization", "bearer "];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        var isBare = text[end - 1] == ' ';
        var at = isBare ? end : SecretValues.SkipBlanks(text, SecretValues.SkipQuote(text, end));
        if (!isBare)
        {
            if (at >= text.Length || text[at] is not (':' or '='))
                return null;
            at = SecretValues.SkipQuote(text, SecretValues.SkipBlanks(text, at + 1));
        }

        var (from, isBasic) = AfterScheme(text, at);
        var last = SecretChars.RunEnd(text, from, SecretChars.Header, SecretValues.Longest);
        var value = text[from..last].TrimEnd(".:");
        if (value.Length < 8 || SecretShape.IsPlaceholder(value))
            return null;
        var isSecret = isBasic ? IsBasic(value) : SecretShape.IsRandom(value) || (!isBare && from > at && value.Length >= LeastMixed && SecretShape.Mixes(value));
        return isSecret ? new SecretSpan(from, from + value.Length, Family) : null;
    }

    private static (int From, bool IsBasic) AfterScheme(ReadOnlySpan<char> text, int at)
    {
        var isBasic = false;
        // GitHub's and PagerDuty's 'Token token=…' has two words.
        for (var words = 0; words < 2; words++)
        {
            foreach (var scheme in Schemes)
            {
                if (!text[at..].StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                    continue;
                var next = SecretValues.SkipBlanks(text, at + scheme.Length);
                if (next == at + scheme.Length && scheme[^1] != '=')
                    continue;
                isBasic |= scheme == "Basic";
                at = next;
                break;
            }
        }

        return (at, isBasic);
    }

    private static bool IsBasic(ReadOnlySpan<char> value) => value.IndexOfAnyExcept(SecretChars.Base64) < 0
        && value.IndexOfAnyInRange('a', 'z') >= 0 && (value.IndexOfAnyInRange('A', 'Z') > 0 || value.IndexOfAnyInRange('0', '9') >= 0);
}
