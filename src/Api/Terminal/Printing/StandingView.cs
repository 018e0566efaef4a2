using System.Text.Json;

namespace ObsControlPlane.Api.Terminal.Printing;

/// <summary>Puts outcomes and standing into words.</summary>
internal static class StandingView
{
    /// <summary>One sentence about what is known of a fix.</summary>
    /// <param name="fix">An object with <c>outcomes</c> and <c>standing</c>.</param>
    /// <returns>As "worked 3, failed 1; standing 0.41 of 0.41–0.92 (service)".</returns>
    public static string Sentence(JsonElement fix)
    {
        var interval = fix.Number("standing", "low") is { } low
            ? $"; standing {JsonView.Share(fix.Number("standing", "score"))} in {JsonView.Share(low)}–{JsonView.Share(fix.Number("standing", "high"))}"
            : "";
        var level = fix.Text("standing", "level") is { } name ? $" ({name})" : "";
        return Short(fix) + interval + level;
    }

    /// <summary>A few words about what is known of a fix.</summary>
    /// <param name="fix">An object with <c>outcomes</c>.</param>
    /// <returns>As "worked 3, failed 1", or "not tried".</returns>
    public static string Short(JsonElement fix)
    {
        var counts = fix.Member("outcomes") ?? default;
        var parts = new List<string>();
        foreach (var (member, word) in new[] { ("worked", "worked"), ("failed", "failed"), ("rolled_back", "rolled back") })
        {
            if (counts.Count(member) is var count and > 0)
                parts.Add($"{word} {JsonView.Grouped(count)}");
        }
        return parts.Count > 0 ? string.Join(", ", parts) : "no outcome known";
    }
}
