namespace ObsControlPlane.Domain.Secrets;

/// <summary>What the headers <c>Cookie</c> and <c>Set-Cookie</c> carry (RFC 6265); of the latter the value alone, so that its attributes stay to be read.</summary>
internal sealed class CookieHeader : SecretForm
{
    public override IReadOnlyList<string> Anchors { get; } = ["cookie:", "cookie\":", "cookie\\\":"];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        var from = SecretValues.SkipQuote(text, SecretValues.SkipBlanks(text, end));
        var rest = text[from..Math.Min(text.Length, from + SecretValues.Longest)];
        var length = rest.IndexOfAny("\"'\\\r\n");
        var value = length < 0 ? rest : rest[..length];
        if (start >= 4 && text[(start - 4)..start].Equals("set-", StringComparison.OrdinalIgnoreCase))
        {
            var equals = value.IndexOf('=');
            if (equals < 0)
                return null;
            from += equals + 1;
            value = value[(equals + 1)..];
            var attributes = value.IndexOf(';');
            value = attributes < 0 ? value : value[..attributes];
        }

        value = value.TrimEnd();
        return HoldsSecret(value) ? new SecretSpan(from, from + value.Length, "cookie") : null;
    }

    private static bool HoldsSecret(ReadOnlySpan<char> pairs)
    {
        if (pairs.StartsWith("[redacted:", StringComparison.Ordinal))
            return false;
        foreach (var range in pairs.Split(';'))
        {
            var pair = pairs[range];
            var value = pair[(pair.IndexOf('=') + 1)..].Trim();
            if (SecretShape.IsRandom(value) && !value.Contains("://", StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
