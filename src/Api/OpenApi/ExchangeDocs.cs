using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of export and import.</summary>
internal static class ExchangeDocs
{
    private const string Tag = "Exchange";
    private const string Ndjson = "application/x-ndjson";

    internal static readonly RouteDoc Export = new("export", Tag, "Everything, lossless, as lines of JSON: fixes, reports, outcomes, memories, agents, episodes, erased ids.")
    {
        Answers = [(200, typeof(string))],
        AnswerType = Ndjson,
        AnswerExample = """{"type":"erased","kind":"memory","id":"019abc12-0000-7000-8000-000000000002","erased_at":1764072000000}""" + "\n",
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Import = new("import", Tag, "Takes in an export, a stream without end; what is there stays as it is, and a repeat changes nothing.")
    {
        Body = typeof(string),
        BodyTypes = [Ndjson],
        BodyExample = """{"type":"erased","kind":"memory","id":"019abc12-0000-7000-8000-000000000002","erased_at":1764072000000}""",
        Answers = [(200, typeof(BatchWire))],
        AnswerExample = Examples.Batch,
        TakesKey = true,
        Problems = [ProblemTypes.StoreUnavailable],
    };
}
