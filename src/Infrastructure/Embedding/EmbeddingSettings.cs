using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>The section <c>Embedding</c>. Not a record: its text would show the key.</summary>
internal sealed class EmbeddingSettings
{
    /// <summary>Name of the model this program carries and uses when nothing is set.</summary>
    public const string CarriedModel = "bge-small-en-v1.5";

    /// <summary>Where vectors come from.</summary>
    public required EmbeddingSource Source { get; init; }

    /// <summary>The model: a folder or a carried name, the name sent to an endpoint, or the name a host's own generator goes by; null when not set.</summary>
    public string? Model { get; init; }

    /// <summary>Tokens of one text; null to take what the model's folder says.</summary>
    public int? MaxTokens { get; init; }

    /// <summary>Pooling; null to take what the model's folder says.</summary>
    public Pooling? Pooling { get; init; }

    /// <summary>What goes before a question; null to take what the model's folder says.</summary>
    public string? QueryPrefix { get; init; }

    /// <summary>Share of the cosine in a fused relevance, 0–1; null to take what the model's folder says.</summary>
    public double? Weight { get; init; }

    /// <summary>Numbers in a vector, 1–4,096; null when not set.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Vectors of questions that are kept, 0–100,000.</summary>
    public int QueryCache { get; init; } = 256;

    /// <summary>False to load the model when it is first used instead of at start.</summary>
    public bool LoadAtStart { get; init; } = true;

    /// <summary>Address that texts are posted to, its last part included.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Key for the endpoint; null when it takes none. Never shown.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Time for one text at the endpoint, repeats included, 100–600,000 ms.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Characters of one text that are sent to the endpoint, 16–1,000,000; the rest is cut off.</summary>
    public int MaxCharacters { get; init; } = 8000;

    /// <summary>Whether records get vectors at all.</summary>
    /// <param name="configuration">The settings.</param>
    /// <exception cref="StartupException">A value cannot be meant (exit code 2).</exception>
    public static bool AreOn(IConfiguration configuration) => Read(configuration).Source != EmbeddingSource.None;

    /// <summary>Reads the section.</summary>
    /// <param name="configuration">The settings.</param>
    /// <param name="hostHasGenerator">True when the host registered a generator of its own, which then is used.</param>
    /// <returns>The settings; a folder they name is not looked at yet.</returns>
    /// <exception cref="StartupException">A value cannot be meant (exit code 2).</exception>
    public static EmbeddingSettings Read(IConfiguration configuration, bool hostHasGenerator = false)
    {
        var values = new EmbeddingValues(configuration);
        var endpoint = values.Address("Endpoint");
        var model = values.Text("Model");
        var settings = new EmbeddingSettings
        {
            Source = model is not null && model.Equals("none", StringComparison.OrdinalIgnoreCase) ? EmbeddingSource.None
                : hostHasGenerator ? EmbeddingSource.Host
                : endpoint is not null ? EmbeddingSource.Endpoint : EmbeddingSource.Folder,
            Model = model,
            MaxTokens = values.Number("MaxTokens", 3, ModelSettings.MostTokens),
            Pooling = values.OneOf<Pooling>("Pooling"),
            QueryPrefix = values.Verbatim("QueryPrefix"),
            Weight = values.Share("Weight"),
            Dimensions = values.Number("Dimensions", 1, 4096),
            QueryCache = values.Number("QueryCache", 0, 100_000) ?? 256,
            LoadAtStart = values.Switch("LoadAtStart") ?? true,
            Endpoint = endpoint,
            ApiKey = values.Text("ApiKey"),
            Timeout = TimeSpan.FromMilliseconds(values.Number("TimeoutMilliseconds", 100, 600_000) ?? 10_000),
            MaxCharacters = values.Number("MaxCharacters", 16, 1_000_000) ?? 8000,
        };
        if (settings.Source == EmbeddingSource.Endpoint && settings.Model is null)
            throw EmbeddingValues.Refused("Embedding:Endpoint is set and Embedding:Model is not.", "Set Embedding:Model to the name the endpoint knows the model by.");
        if (settings.Source == EmbeddingSource.Endpoint && settings.Dimensions is null)
            throw EmbeddingValues.Refused("Embedding:Endpoint is set and Embedding:Dimensions is not.", "Set Embedding:Dimensions to the length of the model's vectors.");
        return settings;
    }
}
