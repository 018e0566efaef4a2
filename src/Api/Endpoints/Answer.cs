using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Answers that several routes give.</summary>
internal static class Answer
{
    /// <summary>200 with a body.</summary>
    /// <param name="value">The wire record.</param>
    internal static IResult Ok<T>(T value) => Status(StatusCodes.Status200OK, value);

    /// <summary>Any status with a body.</summary>
    /// <param name="status">The status.</param>
    /// <param name="value">The wire record.</param>
    internal static IResult Status<T>(int status, T value) => TypedResults.Json(value, WireJson.Options, contentType: null, status);

    /// <summary>The answer to a write: 202 while the journal holds it, else as it is called for; says when it is a repeat.</summary>
    /// <param name="http">The request.</param>
    /// <param name="written">What the write did.</param>
    /// <param name="committed">The status of a write that the record has committed.</param>
    /// <param name="value">The wire record.</param>
    internal static IResult Written<TWritten, T>(HttpContext http, Written<TWritten> written, int committed, T value)
    {
        MarkReplay(http, written.Replayed);
        return Status(written.Durability == Durability.Journaled ? StatusCodes.Status202Accepted : committed, value);
    }

    /// <summary>200 with a body, or 404 when there is none.</summary>
    /// <param name="value">The wire record, or null.</param>
    /// <param name="missing">What is not there, for a person.</param>
    internal static IResult OkOrMissing<T>(T? value, string missing)
        where T : class => value is null ? throw Missing(missing) : Ok(value);

    /// <summary>The refusal that something is not there.</summary>
    /// <param name="missing">What, for a person.</param>
    internal static ProblemException Missing(string missing) => new(ProblemTypes.NotFound, $"There is no {missing}.");

    /// <summary>Says that the answer is a repeat, when it is one.</summary>
    /// <param name="http">The request.</param>
    /// <param name="replayed">Whether it is.</param>
    internal static void MarkReplay(HttpContext http, bool replayed)
    {
        if (replayed)
            http.Response.Headers[IdempotencyKey.Replayed] = "true";
    }

    /// <summary>An id in a path; what is no id names nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="what">What it would name, for a person.</param>
    /// <exception cref="ProblemException">404.</exception>
    internal static Guid Id(string text, string what) => Guid.TryParseExact(text, "D", out var id) ? id : throw Missing($"{what} with this id; ids are UUIDs");
}
