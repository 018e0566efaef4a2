using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes about single memories.</summary>
internal static class MemoryDocs
{
    private const string Tag = "Memories";

    private static readonly ParameterDoc Id = new("id", "Id of the memory, a UUID.", Examples.MemoryId.ToString(), "path") { Required = true };

    internal static readonly RouteDoc Get = new("getMemory", Tag, "One memory.")
    {
        Answers = [(200, typeof(MemoryWire))],
        AnswerExample = Examples.Memory,
        Parameters = [Id],
        Problems = [ProblemTypes.NotFound, ProblemTypes.Erased, ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Erase = new("eraseMemory", Tag, "Erases a memory and every copy of its text; a repeat is harmless.")
    {
        Answers = [(200, typeof(ErasedWire))],
        AnswerExample = Examples.Erased,
        Parameters = [Id],
        Problems = [ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };
}
