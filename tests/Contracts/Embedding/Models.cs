using System.Text.Json;
using Microsoft.Extensions.Configuration;
using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>One line of a model's reference: a text, and what another implementation made of it.</summary>
/// <param name="Role"><c>document</c> or <c>query</c>.</param>
/// <param name="Text">The text, without a prefix.</param>
/// <param name="Ids">The first ids, all of them up to 64.</param>
/// <param name="Tokens">How many ids there are.</param>
/// <param name="Vector">The unit vector, rounded to five digits.</param>
internal sealed record ReferenceLine(string Role, string Text, long[] Ids, int Tokens, float[] Vector);

/// <summary>The models of these tests.</summary>
internal static class Models
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    /// <summary>Beside the test's program, where a build puts the carried model.</summary>
    internal static string Carried => Path.Combine(AppContext.BaseDirectory, "models", EmbeddingSettings.CarriedModel);

    /// <summary>A folder with the settings given.</summary>
    internal static ModelFolder Find(params (string Name, string Value)[] settings) => ModelFolders.Find(Read(settings));

    /// <summary>The section <c>Embedding</c> with these values.</summary>
    internal static EmbeddingSettings Read(params (string Name, string Value)[] settings) => EmbeddingSettings.Read(Section(settings));

    internal static IConfiguration Section(params (string Name, string Value)[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"Embedding:{setting.Name}", (string?)setting.Value))).Build();

    internal static IEnumerable<ReferenceLine> Reference(string file) => File.ReadLines(file).Select(line => JsonSerializer.Deserialize<ReferenceLine>(line, Format)!);
}
