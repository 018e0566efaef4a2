namespace ObsControlPlane.Domain.Secrets;

/// <summary>
/// A secret after its name: <c>password: …</c>, <c>"api_key": "…"</c>, <c>CLIENT_SECRET=…</c>, <c>Pwd=…;</c>, <c>--token …</c>,
/// <c>login … password …</c>. The value must look like a secret.
/// </summary>
/// <param name="names">The names, which may stand at the end of a longer one.</param>
/// <param name="isPassword">Whether they are names of passwords.</param>
internal sealed class NamedSecret(IReadOnlyList<string> names, bool isPassword) : SecretForm
{
    private const int NameLength = 64;
    private const int ConnectionLength = 256;

    private static readonly string[] Suffixes = ["_access_key", "accesskey", "_key", "-key", "key", "_value", "value", "_id", "string"];

    public override IReadOnlyList<string> Anchors => names;

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        var first = SecretChars.RunStart(text, start, SecretChars.Dotted, floor, NameLength);
        var last = NameEnd(text, end);
        if (last < text.Length && char.IsAsciiLetterOrDigit(text[last]))
            return null;
        var name = text[first..last];
        if (IsPartOfWord(text, start, end, first) || SecretNames.IsHarmless(name))
            return null;
        var from = ValueStart(text, first, last, out var isQuoted);
        if (from < 0 || from >= text.Length)
            return null;
        // Scheme words are no values; what follows them is.
        var value = text[from..SecretValues.End(text, from, isQuoted)];
        if (IsConnectionString(text, first, from + value.Length, floor) && value.Length > 0 && isPassword && !SecretShape.IsPlaceholder(value))
            return new SecretSpan(from, from + value.Length, "connection-string-password");
        var family = SecretValues.FamilyOf(name, value, isPassword);
        return family is null ? null : new SecretSpan(from, from + value.Length, family);
    }

    private static int NameEnd(ReadOnlySpan<char> text, int end)
    {
        foreach (var suffix in Suffixes)
        {
            if (text[end..].StartsWith(suffix, StringComparison.OrdinalIgnoreCase))
                return end + suffix.Length;
        }

        while (end < text.Length && char.IsAsciiDigit(text[end]))
            end++;
        return end;
    }

    // 'sig' ends many words and 'pass' begins others; short names must stand alone, or after a separator or a change of case.
    private static bool IsPartOfWord(ReadOnlySpan<char> text, int start, int end, int first) =>
        end - start <= 4 && start > first && char.IsAsciiLetterOrDigit(text[start - 1]) && !(char.IsAsciiLetterUpper(text[start]) && char.IsAsciiLetterLower(text[start - 1]));

    private static int ValueStart(ReadOnlySpan<char> text, int first, int last, out bool isQuoted)
    {
        isQuoted = false;
        var at = SecretValues.SkipBlanks(text, SecretValues.SkipQuote(text, last));
        if (at < text.Length && text[at] == ']')
            at = SecretValues.SkipBlanks(text, at + 1);
        var separator = at;
        while (at < text.Length && at - separator < 2 && (text[at] is '=' or ':' || (at > separator && text[at] == '>')))
            at++;
        if (at == separator && !IsOption(text, first, last, at) && !IsLogin(text, first))
            return -1;
        at = SecretValues.SkipBlanks(text, at);
        var value = SecretValues.SkipQuote(text, at);
        isQuoted = value > at;
        return value;
    }

    private static bool IsOption(ReadOnlySpan<char> text, int first, int last, int at) => at > last && text[first] == '-' && text[first..].StartsWith("--", StringComparison.Ordinal);

    // The format of .netrc: machine … login … password …
    private static bool IsLogin(ReadOnlySpan<char> text, int first)
    {
        var before = text[Math.Max(0, first - 120)..first];
        return before.Contains("login ", StringComparison.Ordinal) && (before.Contains("machine ", StringComparison.Ordinal) || before.Contains("default ", StringComparison.Ordinal));
    }

    private static bool IsConnectionString(ReadOnlySpan<char> text, int first, int last, int floor)
    {
        var line = text[Math.Max(floor, first - ConnectionLength)..Math.Min(text.Length, last + ConnectionLength)];
        return (first > 0 && text[first - 1] is ';' or ' ' or '"') && line.Contains(';')
            && (line.Contains("server=", StringComparison.OrdinalIgnoreCase) || line.Contains("host=", StringComparison.OrdinalIgnoreCase) || line.Contains("data source=", StringComparison.OrdinalIgnoreCase))
            && (line.Contains("user", StringComparison.OrdinalIgnoreCase) || line.Contains("uid=", StringComparison.OrdinalIgnoreCase));
    }
}
