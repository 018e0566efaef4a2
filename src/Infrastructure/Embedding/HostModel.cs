using Microsoft.Extensions.AI;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>Describes a generator that the host registered itself, from what it says of itself and from the settings.</summary>
internal static class HostModel
{
    /// <summary>Makes a model of it.</summary>
    /// <param name="generator">The host's generator; it stays the host's.</param>
    /// <param name="settings">The settings: those that are set go before what the generator says.</param>
    /// <returns>The model.</returns>
    /// <exception cref="StartupException">Neither says the model's name, or how long its vectors are.</exception>
    public static OpenModel Of(IEmbeddingGenerator<string, Embedding<float>> generator, EmbeddingSettings settings)
    {
        var metadata = generator.GetService(typeof(EmbeddingGeneratorMetadata)) as EmbeddingGeneratorMetadata;
        var id = settings.Model ?? metadata?.DefaultModelId
            ?? throw EmbeddingValues.Refused("The host's own embedding generator does not say which model it uses.", "Set Embedding:Model to a name for it.");
        var dimension = settings.Dimensions ?? metadata?.DefaultModelDimensions
            ?? throw EmbeddingValues.Refused("The host's own embedding generator does not say how long its vectors are.", "Set Embedding:Dimensions.");
        var prefix = settings.QueryPrefix ?? "";
        var revision = SettingsRevision.Of(metadata?.ProviderUri?.ToString(), id, $"{dimension}", prefix);
        return new OpenModel(
            generator, new EmbeddingModel(new ModelStamp(id, revision, dimension), settings.Weight ?? ModelSettings.DefaultWeight, null), prefix, IsOwned: false);
    }
}
