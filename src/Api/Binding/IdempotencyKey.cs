using Microsoft.Extensions.Primitives;

namespace ObsControlPlane.Api.Binding;

/// <summary>The header <c>Idempotency-Key</c> (IETF draft httpapi-idempotency-key-header): a text of 1–200 characters, quoted or not.</summary>
internal static class IdempotencyKey
{
    internal const string Header = "Idempotency-Key";
    internal const string Replayed = "Idempotency-Replayed";
    private const int MaxLength = 200;

    /// <summary>The key of a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <returns>Null without the header, or when it is wrong.</returns>
    internal static string? Of(HttpContext http, FieldErrors errors)
    {
        if (!http.Request.Headers.TryGetValue(Header, out var values))
            return null;
        var key = Unquoted(values);
        if (key is { Length: >= 1 and <= MaxLength } && key.All(c => c is >= ' ' and <= '~'))
            return key;
        errors.Add(FieldPath.Outside(Header), "must be given once and have 1 to 200 printable ASCII characters");
        return null;
    }

    // A structured field string escapes quote and backslash (RFC 9651).
    private static string? Unquoted(StringValues values)
    {
        if (values is not [{ } text])
            return null;
        text = text.Trim();
        if (text is not ['"', .. var inner, '"'])
            return text.Contains('"', StringComparison.Ordinal) ? null : text;
        var plain = inner.Replace("\\\\", "\0", StringComparison.Ordinal).Replace("\\\"", "\u0001", StringComparison.Ordinal);
        return plain.AsSpan().ContainsAny('"', '\\') ? null : plain.Replace('\0', '\\').Replace('\u0001', '"');
    }
}
