namespace ObsControlPlane.Reliability.Load;

/// <summary>A memory under a key of its own.</summary>
/// <param name="token">A made-up word that stands in its content only.</param>
/// <param name="key">Its key.</param>
/// <param name="content">Its content.</param>
internal sealed class MemoryCase(string token, string key, string content)
{
    public string Token { get; } = token;

    public string Key { get; } = key;

    public string Content { get; } = content;

    public string? Id { get; set; }

    public Effect? Written { get; set; }
}
