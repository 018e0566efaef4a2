using System.Text.Json;

namespace ObsControlPlane.Api.Binding;

/// <summary>
/// Parts of an alert as its sender has them: what is missing, null or of an odd type costs the part, never the alert, whose sender does not
/// try again.
/// </summary>
internal static class AlertValues
{
    // Numbers up to here are seconds; as milliseconds they would be of the first months of 1970.
    private const double MostSeconds = 1e11;

    /// <summary>A text; a number or a truth as it is written, an object or an array as JSON.</summary>
    /// <param name="value">The value, or null.</param>
    /// <returns>Null when it is missing, null or blank.</returns>
    internal static string? Text(JsonElement? value)
    {
        var text = value is not { } found ? null : found.ValueKind switch
        {
            JsonValueKind.String => found.GetString(),
            JsonValueKind.Null or JsonValueKind.Undefined => null,
            _ => found.GetRawText(),
        };
        return string.IsNullOrWhiteSpace(text) ? null : text;
    }

    /// <summary>A member of an object, whatever it is.</summary>
    /// <param name="element">Any value.</param>
    /// <param name="name">The member.</param>
    /// <returns>Null when it is no object, or the member is missing or null.</returns>
    internal static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>Names and values of an object; those without a value are left out.</summary>
    /// <param name="element">Any value.</param>
    /// <returns>Empty when it is no object.</returns>
    internal static Dictionary<string, string> Labels(JsonElement? element)
    {
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        if (element is not { ValueKind: JsonValueKind.Object } found)
            return labels;
        foreach (var member in found.EnumerateObject())
        {
            if (Text(member.Value) is { } value && !string.IsNullOrWhiteSpace(member.Name))
                labels[member.Name] = value;
        }

        return labels;
    }

    /// <summary>An instant: RFC 3339, or a number of seconds or milliseconds since 1970.</summary>
    /// <param name="value">The value, or null.</param>
    /// <returns>Epoch milliseconds; null when it is none, or not after 1970 like the zero time of Go.</returns>
    internal static long? Instant(JsonElement? value)
    {
        if (value is not { } found)
            return null;
        long? instant = found.ValueKind switch
        {
            JsonValueKind.Number when found.TryGetDouble(out var number) && double.IsFinite(number) && Math.Abs(number) < 1e15 =>
                (long)(Math.Abs(number) < MostSeconds ? number * 1_000 : number),
            JsonValueKind.String when Instants.TryParse(found.GetString()!, assumeUtc: true, out var told) => told,
            _ => null,
        };
        return instant > 0 ? instant : null;
    }
}
