using System.Globalization;

namespace ObsControlPlane.Api;

/// <summary>Instants as text: RFC 3339 in UTC with milliseconds.</summary>
internal static class Instants
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <summary>The text of an instant.</summary>
    /// <param name="epochMilliseconds">Any instant; one outside the years 1–9999 is shown at the nearest end.</param>
    internal static string Rfc3339(long epochMilliseconds)
    {
        var clamped = Math.Clamp(epochMilliseconds, DateTimeOffset.MinValue.ToUnixTimeMilliseconds(), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds());
        return DateTimeOffset.FromUnixTimeMilliseconds(clamped).ToString(Format, CultureInfo.InvariantCulture);
    }

    /// <summary>Reads an instant.</summary>
    /// <param name="text">A date with a time and, unless <paramref name="assumeUtc"/>, a zone.</param>
    /// <param name="assumeUtc">True when a time without a zone is UTC.</param>
    /// <param name="epochMilliseconds">The instant.</param>
    /// <returns>False when the text is anything else.</returns>
    internal static bool TryParse(string text, bool assumeUtc, out long epochMilliseconds)
    {
        const DateTimeStyles styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var zoned = text.EndsWith('Z') || text.EndsWith('z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        var dated = text.Length >= 10 && text[4] == '-' && text[7] == '-';
        var read = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, styles, out var instant);
        epochMilliseconds = read ? instant.ToUnixTimeMilliseconds() : 0;
        return read && dated && (zoned || assumeUtc);
    }
}
