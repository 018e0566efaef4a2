using System.Text.Json;
using System.Text.Json.Serialization;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>The file <c>model.json</c> that may lie beside a model. A member that is not known here is refused: it would have no effect.</summary>
internal sealed record ModelFile(
    string? Id, int? Dimension, int? MaxTokens, Pooling? Pooling, string? QueryPrefix, bool? LowerCase, ModelFile.FusionPart? Fusion)
{
    /// <summary>Its name.</summary>
    public const string Name = "model.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <summary>What ranking knows of the model.</summary>
    public sealed record FusionPart(double? Weight, double? Threshold);

    /// <summary>Reads it.</summary>
    /// <param name="folder">The model's folder.</param>
    /// <returns>What it says; null when there is none.</returns>
    /// <exception cref="JsonException">It cannot be read so.</exception>
    public static ModelFile? Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        return File.Exists(path) ? JsonSerializer.Deserialize<ModelFile>(File.ReadAllText(path), Format) : null;
    }
}
