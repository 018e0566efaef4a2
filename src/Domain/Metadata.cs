namespace ObsControlPlane.Domain;

/// <summary>A JSON object the caller attached, kept as the text it was sent as; never interpreted except for <c>success</c> in remember.</summary>
/// <param name="Json">UTF-8 JSON text of one object, at most 64 KiB and 16 levels deep.</param>
public sealed record Metadata(string Json);
