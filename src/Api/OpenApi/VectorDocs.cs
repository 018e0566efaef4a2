using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes that make vectors anew.</summary>
internal static class VectorDocs
{
    internal static readonly RouteDoc Start = new(
        "reEmbed", "Vectors", "Makes every vector anew with the configured model, in the background; the vectors that serve stay until the new ones are whole. A repeat changes nothing.")
    {
        Answers = [(202, typeof(ReEmbeddingWire))],
        AnswerExample = Examples.ReEmbedding,
        Problems =
        [
            ProblemTypes.Conflict, ProblemTypes.StoreUnavailable, ProblemTypes.Validation, ProblemTypes.MalformedJson, ProblemTypes.BodyTooLarge,
            ProblemTypes.UnsupportedMediaType,
        ],
    };

    internal static readonly RouteDoc Progress = new("reEmbedProgress", "Vectors", "How far the vectors of the configured model are.")
    {
        Answers = [(200, typeof(ReEmbeddingWire))],
        AnswerExample = Examples.ReEmbedding,
        Problems = [ProblemTypes.Conflict, ProblemTypes.StoreUnavailable],
    };
}
