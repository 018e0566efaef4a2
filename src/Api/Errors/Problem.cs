using ObsControlPlane.Api.Binding;

namespace ObsControlPlane.Api.Errors;

/// <summary>One problem as it is answered.</summary>
/// <param name="Type">Its kind.</param>
/// <param name="Detail">What was wrong here and what to do, in one or two sentences; no stack, statement, path or host of ours.</param>
internal sealed record Problem(ProblemType Type, string Detail)
{
    /// <summary>What is wrong, by field; null when no field is to blame.</summary>
    internal FieldErrors? Errors { get; init; }

    /// <summary>Members a program may act on, by snake_case name.</summary>
    internal IReadOnlyDictionary<string, object?> Facts { get; init; } = new Dictionary<string, object?>();

    /// <summary>Seconds for <c>Retry-After</c>, or null.</summary>
    internal int? RetryAfterSeconds { get; init; }

    /// <summary>Value of <c>WWW-Authenticate</c>, or null.</summary>
    internal string? Challenge { get; init; }
}
