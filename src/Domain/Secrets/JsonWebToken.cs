namespace ObsControlPlane.Domain.Secrets;

/// <summary>A JSON Web Token (RFC 7519): header, claims and signature, or at least the first two, as base64url.</summary>
internal sealed class JsonWebToken : SecretForm
{
    private const int LeastPart = 8;

    public override IReadOnlyList<string> Anchors { get; } = ["eyJ"];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        // Only the beginning of a run is tried, so that no run is read twice.
        if (!text[start..end].SequenceEqual("eyJ") || (start > 0 && SecretChars.Base64Url.Contains(text[start - 1]) && !SecretChars.IsStart(text, start)) || (start > 0 && text[start - 1] is '_' or '-'))
            return null;
        var header = SecretChars.RunEnd(text, start, SecretChars.Base64Url);
        if (header - start < LeastPart || header >= text.Length - 3 || text[header] != '.' || !text[(header + 1)..].StartsWith("eyJ", StringComparison.Ordinal))
            return null;
        var claims = SecretChars.RunEnd(text, header + 1, SecretChars.Base64Url);
        if (claims - header < LeastPart)
            return null;
        var last = claims < text.Length && text[claims] == '.' ? SecretChars.RunEnd(text, claims + 1, SecretChars.Base64Url) : claims;
        return new SecretSpan(start, last == claims + 1 ? claims : last, "jwt");
    }
}
