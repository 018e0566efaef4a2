namespace ObsControlPlane.Domain.Scopes;

/// <summary>Where something was done or seen. A hint for standing and order, never part of a fix's identity (contract 4).</summary>
/// <param name="Service">Service, 1–200 characters, or null when not said.</param>
/// <param name="Server">Host, 1–200 characters, or null when not said.</param>
/// <param name="Environment">Environment, for example <c>production</c>, or null when not said.</param>
/// <param name="Version">Version of the service, or null when not said.</param>
public sealed record Scope(string? Service = null, string? Server = null, string? Environment = null, string? Version = null)
{
    /// <summary>The scope that says nothing.</summary>
    public static readonly Scope Everywhere = new();

    /// <summary>The server, else the service, else null: what decides whether an issue came back to the same place.</summary>
    public string? Place => Server ?? Service;

    /// <summary>True when no part is said.</summary>
    public bool IsEmpty => Service is null && Server is null && Environment is null && Version is null;
}
