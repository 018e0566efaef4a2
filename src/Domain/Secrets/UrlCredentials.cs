using System.Buffers;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>The password in <c>scheme://user:password@host</c> (RFC 3986, 3.2.1), and the key of a Sentry DSN, which stands in the user's place.</summary>
internal sealed class UrlCredentials : SecretForm
{
    private const int Longest = 256;
    private const int SentryKey = 32;

    private static readonly SearchValues<char> UserEnd = SearchValues.Create(":@/?#\\\"'<>`,;()[]{} \t\r\n");
    private static readonly SearchValues<char> PasswordEnd = SearchValues.Create("@/\\\"'<>` \t\r\n");

    public override IReadOnlyList<string> Anchors { get; } = ["://"];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        if (start == floor || !char.IsAsciiLetterOrDigit(text[start - 1]))
            return null;
        var authority = text[end..Math.Min(text.Length, end + (2 * Longest))];
        var user = authority.IndexOfAny(UserEnd);
        if (user < 0)
            return null;
        if (authority[user] == '@')
            return IsSentryKey(authority[..user]) ? new SecretSpan(end, end + user, "sentry-dsn") : null;
        if (authority[user] != ':')
            return null;
        var password = authority[(user + 1)..];
        var length = password.IndexOfAny(PasswordEnd);
        if (length < 1 || length > Longest || password[length] != '@' || IsStandIn(password[..length]))
            return null;
        var from = IsSentryKey(authority[..user]) ? end : end + user + 1;
        return new SecretSpan(from, end + user + 1 + length, from == end ? "sentry-dsn" : "url-password");
    }

    private static bool IsSentryKey(ReadOnlySpan<char> user) => user.Length == SentryKey && user.IndexOfAnyExcept(SecretChars.Hex) < 0 && SecretShape.Mixes(user);

    // Documents write what belongs there by its name; a real password of that kind is no secret either.
    private static bool IsStandIn(ReadOnlySpan<char> password) => SecretShape.IsPlaceholder(password)
        || password.Equals("pass", StringComparison.OrdinalIgnoreCase) || password.Equals("pwd", StringComparison.OrdinalIgnoreCase) || password.Equals("token", StringComparison.OrdinalIgnoreCase)
        || password.Equals("secret", StringComparison.OrdinalIgnoreCase) || password.Equals("pw", StringComparison.OrdinalIgnoreCase);
}
