namespace ObsControlPlane.Api.Pages.Layout;

/// <summary>The pages that every page leads to.</summary>
internal static class Navigation
{
    internal static IReadOnlyList<NavigationEntry> Entries { get; } =
    [
        new("Now", "/", "n"),
        new("Agents", "/agents", "a"),
        new("Memory", "/memory", "m"),
        new("Fixes", "/fixes", "f"),
        new("Alerts in", "/alerts", "i"),
        new("Health", "/status", "h"),
        new("Connect", "/connect", "c"),
    ];
}

/// <summary>A page in the navigation.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Path">Where it is.</param>
/// <param name="Key">The key that leads there after <c>g</c>.</param>
internal sealed record NavigationEntry(string Name, string Path, string Key)
{
    /// <summary>Whether a path belongs to it.</summary>
    internal bool Holds(string path) => Path == "/" ? path == "/" : path == Path || path.StartsWith($"{Path}/", StringComparison.Ordinal);
}
