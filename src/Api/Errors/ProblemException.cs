namespace ObsControlPlane.Api.Errors;

/// <summary>The edge refuses a request before any use case runs; ends in the problem it carries.</summary>
/// <param name="problem">The answer.</param>
internal sealed class ProblemException(Problem problem) : Exception(problem.Detail)
{
    /// <summary>The answer.</summary>
    internal Problem Problem { get; } = problem;

    internal ProblemException(ProblemType type, string detail)
        : this(new Problem(type, detail))
    {
    }
}
