using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>A model on disk: an ONNX file, its vocabulary, and how it is to be used. Its files are known to exist.</summary>
/// <param name="Path">The folder.</param>
/// <param name="OnnxFile">Path of the model itself.</param>
/// <param name="Settings">How it is to be used.</param>
internal sealed record ModelFolder(string Path, string OnnxFile, ModelSettings Settings)
{
    /// <summary>Name of the vocabulary.</summary>
    public const string VocabularyName = "vocab.txt";

    private const int RevisionDigits = 12;

    /// <summary>Path of the vocabulary.</summary>
    public string VocabularyFile => System.IO.Path.Combine(Path, VocabularyName);

    /// <summary>
    /// Reads which build of the model this is: SHA-256 over the model, the vocabulary and the settings that change a vector. Reads the whole
    /// files: some 20 ms for 34 MB.
    /// </summary>
    /// <returns>12 hexadecimal digits.</returns>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public string ReadRevision()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, OnnxFile);
        Append(hash, VocabularyFile);
        hash.AppendData(Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"max_tokens={Settings.MaxTokens}\npooling={Settings.Pooling}\nlower_case={Settings.LowerCase}\nquery_prefix={Settings.QueryPrefix}\n")));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..RevisionDigits];
    }

    private static void Append(IncrementalHash hash, string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        var block = new byte[1 << 17];
        for (var read = file.Read(block); read > 0; read = file.Read(block))
            hash.AppendData(block, 0, read);
    }
}
