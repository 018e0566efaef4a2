namespace ObsControlPlane.Domain;

/// <summary>A rule of the domain forbids what was asked; nothing was changed.</summary>
/// <param name="code">Stable, kebab-case; the slug of the problem page that names cause and remedy, one of <see cref="ProblemCodes"/>.</param>
/// <param name="message">One sentence for a person: what was refused and what to do. Holds no store, path or host of ours.</param>
public sealed class DomainException(string code, string message) : Exception(message)
{
    /// <summary>Slug of the problem, kebab-case.</summary>
    public string Code { get; } = code;

    /// <summary>Facts a program may act on (for example the other server of an agent name), by snake_case name; empty when there are none.</summary>
    public IReadOnlyDictionary<string, object?> Facts { get; init; } = new Dictionary<string, object?>();
}
