using System.Text.Json;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>Finds models on disk and says what is wrong with a folder that holds none. Opens no model.</summary>
internal static class ModelFolders
{
    private const string Setting = "Embedding:Model";

    /// <summary>Where the models lie that the program carries.</summary>
    public static string Carried => Path.Combine(AppContext.BaseDirectory, "models");

    /// <summary>Finds the folder of a model and reads how it is to be used.</summary>
    /// <param name="settings">The settings: those that are set go before what the folder says.</param>
    /// <returns>The folder.</returns>
    /// <exception cref="StartupException">There is no such folder, or it holds no model.</exception>
    public static ModelFolder Find(EmbeddingSettings settings)
    {
        var model = settings.Model ?? EmbeddingSettings.CarriedModel;
        var carried = Path.Combine(Carried, model);
        var path = IsName(model) && Directory.Exists(carried) ? carried : Path.GetFullPath(model);
        if (!Directory.Exists(path))
        {
            throw EmbeddingValues.Refused(
                settings.Model is null ? $"The carried model is not at {carried}." : $"{Setting} is '{model}', which is neither a folder nor one of the carried models ({Names()}).",
                $"Set {Setting} to the folder of a model, to a carried name, or to none.");
        }

        return Read(path, settings);
    }

    /// <summary>The carried models, by name.</summary>
    /// <returns>Those whose folder is whole.</returns>
    /// <exception cref="StartupException">One of them is not.</exception>
    public static IEnumerable<ModelFolder> FindCarried() =>
        Directory.Exists(Carried)
            ? Directory.EnumerateDirectories(Carried).Order(StringComparer.Ordinal).Select(path => Read(path, new EmbeddingSettings { Source = EmbeddingSource.Folder }))
            : [];

    private static ModelFolder Read(string path, EmbeddingSettings settings)
    {
        var models = Directory.GetFiles(path, "*.onnx");
        if (models.Length != 1)
        {
            throw models.Length == 0
                ? EmbeddingValues.Refused($"{Setting} is {path}, and no *.onnx file is there.", "Put the model's ONNX file there, or name another folder.")
                : EmbeddingValues.Refused($"{Setting} is {path}, and {models.Length} *.onnx files are there.", "Leave the one that is to be used.");
        }

        var folder = new ModelFolder(path, models[0], SettingsOf(path, settings));
        foreach (var file in new[] { folder.OnnxFile, folder.VocabularyFile })
        {
            if (new FileInfo(file) is not { Exists: true, Length: > 0 })
                throw EmbeddingValues.Refused($"{Setting} is {path}, and {Path.GetFileName(file)} is missing or empty there.", "Put the model's file there, or name another folder.");
        }

        return folder;
    }

    private static ModelSettings SettingsOf(string path, EmbeddingSettings settings)
    {
        var said = Said(path);
        var standard = new ModelSettings(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        return new ModelSettings(said?.Id is { Length: > 0 } id ? id : standard.Id)
        {
            Dimension = settings.Dimensions ?? said?.Dimension,
            MaxTokens = settings.MaxTokens ?? said?.MaxTokens ?? standard.MaxTokens,
            Pooling = settings.Pooling ?? said?.Pooling ?? standard.Pooling,
            QueryPrefix = settings.QueryPrefix ?? said?.QueryPrefix ?? standard.QueryPrefix,
            LowerCase = said?.LowerCase ?? standard.LowerCase,
            Weight = settings.Weight ?? said?.Fusion?.Weight ?? standard.Weight,
            Threshold = said?.Fusion?.Threshold,
        };
    }

    private static ModelFile? Said(string path)
    {
        try
        {
            var said = ModelFile.Read(path);
            return said is { MaxTokens: < 3 or > ModelSettings.MostTokens } or { Dimension: < 1 or > 4096 } or { Fusion.Weight: < 0 or > 1 } or { Fusion.Threshold: < 0 or > 1 }
                ? throw new JsonException("A number is out of its range.")
                : said;
        }
        catch (JsonException broken)
        {
            throw EmbeddingValues.Refused(
                $"{Path.Combine(path, ModelFile.Name)} cannot be read: {broken.Message}", $"Mend or remove that file; {Setting} names its folder.", broken);
        }
    }

    private static bool IsName(string model) => model.AsSpan().IndexOfAny('/', '\\') < 0 && model is not ("." or "..");

    private static string Names() =>
        Directory.Exists(Carried) ? string.Join(", ", Directory.EnumerateDirectories(Carried).Select(Path.GetFileName).Order(StringComparer.Ordinal)) : "none here";
}
