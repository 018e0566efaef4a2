namespace ObsControlPlane.Domain.Access;

/// <summary>What a key may do, one or several; none includes another but <see cref="Admin"/>, which includes all.</summary>
[Flags]
public enum AccessScopes
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Recall and read.</summary>
    Read = 1,

    /// <summary>Tell: remember, report outcomes, occurrences and telemetry, register agents.</summary>
    Write = 2,

    /// <summary>Everything: keys, erasing, the upkeep of the stores, and what the other scopes allow.</summary>
    Admin = 4,
}

/// <summary>The scopes as words.</summary>
public static class AccessScopeNames
{
    private static readonly (string Name, AccessScopes Scope)[] Names = [("read", AccessScopes.Read), ("write", AccessScopes.Write), ("admin", AccessScopes.Admin)];

    /// <summary>The words, the least first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Names.Select(pair => pair.Name)];

    /// <summary>The words of some scopes, the least first.</summary>
    /// <param name="scopes">The scopes.</param>
    public static IReadOnlyList<string> NamesOf(AccessScopes scopes) => [.. Names.Where(pair => scopes.HasFlag(pair.Scope)).Select(pair => pair.Name)];

    /// <summary>The scopes that words name.</summary>
    /// <param name="names">The words; others than <see cref="All"/> name nothing.</param>
    public static AccessScopes Of(IEnumerable<string?> names) =>
        names.Aggregate(AccessScopes.None, (scopes, name) => scopes | Array.Find(Names, pair => pair.Name == name).Scope);

    /// <summary>Whether some scopes include one that is needed.</summary>
    /// <param name="scopes">What is held.</param>
    /// <param name="needed">One scope.</param>
    public static bool Allow(this AccessScopes scopes, AccessScopes needed) => scopes.HasFlag(AccessScopes.Admin) || scopes.HasFlag(needed);
}
