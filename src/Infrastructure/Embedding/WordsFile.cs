using System.Text.Json;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>What was measured of recall by words alone; written by <c>tests/Retrieval.Evaluation</c>, beside what was measured of each model.</summary>
internal static class WordsFile
{
    private const string Name = "words.json";

    private static readonly JsonSerializerOptions Reading = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };

    /// <summary>Reads the file that the program carries.</summary>
    /// <exception cref="StartupException">It is missing or broken: the program is not whole.</exception>
    public static WordsCalibration Read()
    {
        var path = Path.Combine(ModelFolders.Carried, Name);
        try
        {
            var measured = JsonSerializer.Deserialize<WordsCalibration>(File.ReadAllText(path), Reading)!;
            return measured.Threshold is > 0 and < 1 ? measured : throw new JsonException("The threshold is not between 0 and 1.");
        }
        catch (Exception exception) when (exception is IOException or JsonException or UnauthorizedAccessException)
        {
            throw new StartupException(
                StartupException.Configuration, "The program is not whole.", $"{path} cannot be read: {exception.Message}", "Install it anew.", exception);
        }
    }
}
