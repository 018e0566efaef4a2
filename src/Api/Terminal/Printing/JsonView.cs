using System.Globalization;
using System.Text.Json;

namespace ObsControlPlane.Api.Terminal.Printing;

/// <summary>Reads members of the API's answers; an absent member reads as null, as an older server may lack what this program knows.</summary>
internal static class JsonView
{
    /// <summary>A member.</summary>
    /// <param name="element">An object, or anything else.</param>
    /// <param name="path">Names from the outside in.</param>
    /// <returns>The member, or null when it is absent or JSON null.</returns>
    public static JsonElement? Member(this JsonElement element, params ReadOnlySpan<string> path)
    {
        var current = element;
        foreach (var name in path)
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
                return null;
        }
        return current.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? null : current;
    }

    /// <summary>A member as text: a string as it is, anything else as its JSON.</summary>
    /// <param name="element">An object.</param>
    /// <param name="path">Names from the outside in.</param>
    /// <returns>The text, or null.</returns>
    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Member(path) is { } member ? member.ValueKind == JsonValueKind.String ? member.GetString() : member.GetRawText() : null;

    /// <summary>A member as a number.</summary>
    /// <param name="element">An object.</param>
    /// <param name="path">Names from the outside in.</param>
    /// <returns>The number, or null.</returns>
    public static double? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Member(path) is { ValueKind: JsonValueKind.Number } member ? member.GetDouble() : null;

    /// <summary>A member as a count.</summary>
    /// <param name="element">An object.</param>
    /// <param name="path">Names from the outside in.</param>
    /// <returns>The count; 0 when absent.</returns>
    public static long Count(this JsonElement element, params ReadOnlySpan<string> path) =>
        element.Member(path) is { ValueKind: JsonValueKind.Number } member && member.TryGetInt64(out var count) ? count : 0;

    /// <summary>A member as truth.</summary>
    /// <param name="element">An object.</param>
    /// <param name="path">Names from the outside in.</param>
    /// <returns>True only when it is JSON true.</returns>
    public static bool IsTrue(this JsonElement element, params ReadOnlySpan<string> path) => element.Member(path)?.ValueKind == JsonValueKind.True;

    /// <summary>The items of a member that is an array.</summary>
    /// <param name="element">An object.</param>
    /// <param name="name">Name of the member.</param>
    /// <returns>The items in order; none when absent.</returns>
    public static IReadOnlyList<JsonElement> Items(this JsonElement element, string name) =>
        element.Member(name) is { ValueKind: JsonValueKind.Array } array ? [.. array.EnumerateArray()] : [];

    /// <summary>A time of the API for a person.</summary>
    /// <param name="milliseconds">Epoch milliseconds, or null.</param>
    /// <returns>UTC to the second, or a dash.</returns>
    public static string Time(double? milliseconds) =>
        milliseconds is { } value
            ? DateTimeOffset.FromUnixTimeMilliseconds((long)value).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : "–";

    /// <summary>A share for a person.</summary>
    /// <param name="share">0–1, or null.</param>
    /// <returns>Two decimals, or a dash.</returns>
    public static string Share(double? share) => share is { } value ? value.ToString("0.00", CultureInfo.InvariantCulture) : "–";

    /// <summary>A count for a person.</summary>
    /// <param name="count">The count.</param>
    /// <returns>With thousands separated.</returns>
    public static string Grouped(long count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
