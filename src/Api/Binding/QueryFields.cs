using System.Globalization;
using System.Text;
using System.Text.Unicode;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Binding;

/// <summary>
/// The parameters of a query string, read as strictly as a body: an unknown name, a repeated one, broken percent-encoding and a value
/// of the wrong type are errors that name the parameter (contract 1).
/// </summary>
internal sealed class QueryFields
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    private QueryFields(FieldErrors errors) => Errors = errors;

    /// <summary>Takes what is wrong.</summary>
    internal FieldErrors Errors { get; }

    /// <summary>Reads the query string of a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="known">The names that are taken.</param>
    internal static QueryFields Of(HttpContext http, params ReadOnlySpan<string> known)
    {
        var fields = new QueryFields(new FieldErrors());
        foreach (var pair in (http.Request.QueryString.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            fields.Add(Decode(equals < 0 ? pair : pair[..equals]), Decode(equals < 0 ? "" : pair[(equals + 1)..]), known);
        }

        return fields;
    }

    /// <summary>A text; empty when the parameter has no value.</summary>
    /// <param name="name">The parameter.</param>
    /// <returns>Null when it is missing.</returns>
    internal string? Text(string name) => _values.GetValueOrDefault(name);

    /// <summary>A whole number.</summary>
    /// <param name="name">The parameter.</param>
    internal int? Integer(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
            return number;
        Errors.Add(FieldPath.Outside(name), "must be a whole number that is not that large");
        return null;
    }

    /// <summary>True or false, also 1 or 0.</summary>
    /// <param name="name">The parameter.</param>
    internal bool? Flag(string name)
    {
        switch (Text(name))
        {
            case null:
                return null;
            case "true" or "1":
                return true;
            case "false" or "0":
                return false;
            default:
                Errors.Add(FieldPath.Outside(name), "must be true or false");
                return null;
        }
    }

    /// <summary>An instant: RFC 3339 or epoch milliseconds.</summary>
    /// <param name="name">The parameter.</param>
    /// <returns>Epoch milliseconds, or null when it is missing.</returns>
    internal long? Instant(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var epoch))
            return epoch;
        if (Instants.TryParse(text, assumeUtc: false, out var instant))
            return instant;
        Errors.Add(FieldPath.Outside(name), "must be RFC 3339 (2026-01-31T12:00:00Z) or epoch milliseconds");
        return null;
    }

    private void Add(string? name, string? value, ReadOnlySpan<string> known)
    {
        if (name is null || !known.Contains(name))
        {
            var shown = name is null ? "?" : name[..Math.Min(name.Length, Limits.NameLength)];
            var names = known.IsEmpty ? "this route takes no parameters" : $"known are {string.Join(", ", known!)}";
            Errors.Add(FieldPath.Outside(shown), $"is not known here; {names}");
        }
        else if (value is null)
        {
            Errors.Add(FieldPath.Outside(name), "must be percent-encoded UTF-8");
        }
        else if (TextRules.WhyIllFormed(value) is { } illFormed)
        {
            Errors.Add(FieldPath.Outside(name), illFormed);
        }
        else if (!_values.TryAdd(name, value))
        {
            Errors.Add(FieldPath.Outside(name), "must be given once");
        }
    }

    // The framework's own decoding lets bytes that are no UTF-8 pass as other text; a search for something else must not start.
    private static string? Decode(string text)
    {
        if (!text.AsSpan().ContainsAny('%', '+'))
            return text;
        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                length += Encoding.UTF8.GetBytes(text.AsSpan(i, 1), bytes.AsSpan(length));
                if (text[i] == '+')
                    bytes[length - 1] = (byte)' ';
                continue;
            }

            if (i + 2 >= text.Length || !byte.TryParse(text.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[length]))
                return null;
            length++;
            i += 2;
        }

        return Utf8.IsValid(bytes.AsSpan(0, length)) ? Encoding.UTF8.GetString(bytes, 0, length) : null;
    }
}
