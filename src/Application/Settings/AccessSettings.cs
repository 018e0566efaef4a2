using System.ComponentModel.DataAnnotations;

namespace ObsControlPlane.Application.Settings;

/// <summary>From where the server lets itself be asked (section <c>Access</c>).</summary>
public sealed class AccessSettings
{
    /// <summary>
    /// Further names that the Host header may have, separated by commas; none by default. Addresses, <c>localhost</c>, the host's own name and the names
    /// that the server listens on always may.
    /// </summary>
    public string Hosts { get; set; } = "";

    /// <summary>Origins of pages elsewhere that may ask, as <c>https://ops.example.com</c>, separated by commas; none by default.</summary>
    public string Origins { get; set; } = "";

    /// <summary>Whether <c>/api/metrics</c> answers without a key; default false.</summary>
    public bool OpenMetrics { get; set; }

    /// <summary>Requests that one key may make in a minute, 0–10,000,000; 0 = any number; default 60,000.</summary>
    [Range(0, 10_000_000)]
    public int RequestsPerMinute { get; set; } = 60_000;

    /// <summary>Keys that do not work which one address may try in a second, 1–1,000,000; default 10. Those beyond are answered 429; a key that works is answered always.</summary>
    [Range(1, 1_000_000)]
    public int WrongKeysPerSecond { get; set; } = 10;

    /// <summary>Parts of a list, without blanks around them.</summary>
    /// <param name="list">Parts separated by commas.</param>
    public static IReadOnlySet<string> Parts(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.OrdinalIgnoreCase);
}
