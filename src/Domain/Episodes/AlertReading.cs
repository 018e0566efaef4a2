using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Episodes;

/// <summary>What the labels and annotations of an alert say (contract 8).</summary>
public static class AlertReading
{
    /// <summary>Label that names an alert.</summary>
    public const string Name = "alertname";

    /// <summary>Characters of a recalled text; what is longer is cut.</summary>
    public const int TextLength = 8_192;

    private static readonly string[] Servers = ["server", "host", "node", "nodename", "instance"];
    private static readonly string[] Services = ["service", "app", "job"];
    private static readonly string[] Environments = ["environment", "env", "cluster"];

    /// <summary>Where an alert fires: the first of some labels that is there.</summary>
    /// <param name="labels">Names and values.</param>
    /// <returns>A scope without a version; the server without its port.</returns>
    public static Scope ScopeOf(IReadOnlyDictionary<string, string> labels) => new(
        First(labels, Services), First(labels, Servers) is { } server ? WithoutPort(server) : null, First(labels, Environments));

    /// <summary>What is recalled with: name, summary and description, one a line.</summary>
    /// <param name="name">The alert's name, or null.</param>
    /// <param name="summary">Summary, or null.</param>
    /// <param name="description">Description, or null.</param>
    /// <returns>At most <see cref="TextLength"/> characters, never split within a character; null when all are blank.</returns>
    public static string? TextOf(string? name, string? summary, string? description)
    {
        var text = string.Join('\n', new[] { name, summary, description }.Where(part => !string.IsNullOrWhiteSpace(part)).Select(part => part!.Trim()));
        if (text.Length > TextLength)
            text = text[..(char.IsHighSurrogate(text[TextLength - 1]) ? TextLength - 1 : TextLength)];
        return text.Length == 0 ? null : text;
    }

    /// <summary>A host without the port it is scraped at.</summary>
    /// <param name="host">For example <c>web-1:9100</c> or <c>[::1]:9100</c>.</param>
    /// <returns>The same where there is no port, as in a bare IPv6 address.</returns>
    public static string WithoutPort(string host)
    {
        var colon = host.LastIndexOf(':');
        if (colon <= 0 || colon == host.Length - 1 || host.AsSpan(colon + 1).ContainsAnyExceptInRange('0', '9'))
            return host is ['[', .. var bare, ']'] ? bare : host;
        if (host[0] == '[')
            return host[colon - 1] == ']' ? host[1..(colon - 1)] : host;
        return host.IndexOf(':', StringComparison.Ordinal) == colon ? host[..colon] : host;
    }

    private static string? First(IReadOnlyDictionary<string, string> labels, string[] names)
    {
        foreach (var name in names)
        {
            if (labels.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value))
                return value.Trim();
        }

        return null;
    }
}
