using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Api.Terminal;

/// <summary>Turns options into members of a request's body. What can be said in JSON is left to the API to judge, so that every door gives one verdict.</summary>
internal static class BodyOptions
{
    /// <summary>Reads a moment.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="option">An option whose value is RFC 3339 or epoch milliseconds.</param>
    /// <returns>Epoch milliseconds, or null when the option is not given.</returns>
    /// <exception cref="TerminalFailure">It is neither.</exception>
    public static JsonNode? Moment(VerbContext context, Option<string?> option)
    {
        if (context.Arguments.GetValue(option) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds))
            return milliseconds;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment))
            return moment.ToUnixTimeMilliseconds();
        throw TerminalFailure.Usage(
            $"{option.Name}: `{text}` is neither RFC 3339 (2026-01-31T12:00:00Z) nor epoch milliseconds.", context.Arguments.CommandResult.Command.Name);
    }

    /// <summary>Reads a JSON value.</summary>
    /// <param name="context">The verb's context.</param>
    /// <param name="option">An option whose value is JSON.</param>
    /// <returns>The value, or null when the option is not given.</returns>
    /// <exception cref="TerminalFailure">It is no JSON.</exception>
    public static JsonNode? Json(VerbContext context, Option<string?> option)
    {
        if (context.Arguments.GetValue(option) is not { } text)
            return null;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException broken)
        {
            throw TerminalFailure.Usage($"{option.Name}: no JSON: {broken.Message}", context.Arguments.CommandResult.Command.Name);
        }
    }

    /// <summary>Drops the members that were not given, so that the API's defaults hold.</summary>
    /// <param name="members">Names and values.</param>
    /// <returns>The object; null when nothing is left.</returns>
    public static JsonObject? Given(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var body = new JsonObject();
        foreach (var (name, value) in members)
        {
            if (value is not null)
                body[name] = value;
        }
        return body.Count > 0 ? body : null;
    }

    /// <summary>Several values as an array.</summary>
    /// <param name="values">The values, or null.</param>
    /// <returns>The array, or null when there are none.</returns>
    public static JsonArray? Array(IReadOnlyList<string>? values) => values is { Count: > 0 } ? [.. values.Select(value => JsonValue.Create(value))] : null;
}
