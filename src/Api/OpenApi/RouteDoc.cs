using ObsControlPlane.Api.Errors;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>What the API page says of one route. It stands beside the endpoint, and the tests hold the two together.</summary>
/// <param name="Id">The <c>operationId</c>.</param>
/// <param name="Tag">The group on the page.</param>
/// <param name="Summary">One sentence.</param>
internal sealed record RouteDoc(string Id, string Tag, string Summary)
{
    /// <summary>Type whose schema the body has, or null without a body.</summary>
    internal Type? Body { get; init; }

    /// <summary>Media types that the body may have.</summary>
    internal IReadOnlyList<string> BodyTypes { get; init; } = ["application/json"];

    /// <summary>A body that succeeds, as JSON text.</summary>
    internal string? BodyExample { get; init; }

    /// <summary>Statuses of success and the wire record each has.</summary>
    internal IReadOnlyList<(int Status, Type Type)> Answers { get; init; } = [];

    /// <summary>An answer, as a wire record.</summary>
    internal object? AnswerExample { get; init; }

    /// <summary>Media type of the answers.</summary>
    internal string AnswerType { get; init; } = "application/json";

    /// <summary>Parameters of the query string, the path and headers of its own.</summary>
    internal IReadOnlyList<ParameterDoc> Parameters { get; init; } = [];

    /// <summary>Problems of its own, beside those that every route has.</summary>
    internal IReadOnlyList<ProblemType> Problems { get; init; } = [];

    /// <summary>True when it takes an idempotency key.</summary>
    internal bool TakesKey { get; init; }

    /// <summary>Every problem it can answer.</summary>
    internal IEnumerable<ProblemType> AllProblems()
    {
        var problems = new List<ProblemType>(Problems) { ProblemTypes.Internal, ProblemTypes.OriginRefused };
        if (Body is not null)
            problems.AddRange([ProblemTypes.Validation, ProblemTypes.MalformedJson, ProblemTypes.BodyTooLarge, ProblemTypes.UnsupportedMediaType]);
        if (Parameters.Any(parameter => parameter.In == "query"))
            problems.AddRange([ProblemTypes.Validation, ProblemTypes.UriTooLong]);
        if (TakesKey)
            problems.AddRange([ProblemTypes.IdempotencyKeyReused, ProblemTypes.IdempotencyKeyInFlight, ProblemTypes.Overloaded]);
        return problems.Distinct();
    }
}

/// <summary>One parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it means, with its range.</param>
/// <param name="Example">A value that is taken.</param>
/// <param name="In"><c>query</c>, <c>path</c> or <c>header</c>.</param>
internal sealed record ParameterDoc(string Name, string Description, object Example, string In = "query")
{
    /// <summary>True when the request is refused without it.</summary>
    internal bool Required { get; init; }

    /// <summary>Least value of a number.</summary>
    internal int? Least { get; init; }

    /// <summary>Greatest value of a number.</summary>
    internal int? Most { get; init; }
}
