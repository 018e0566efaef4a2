using System.IO.Compression;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Retrieval.Evaluation.Sets;

/// <summary>A collection of documents, questions, and which documents are right for which question.</summary>
/// <param name="Name">Name of its folder.</param>
/// <param name="Documents">In the order of the file.</param>
/// <param name="Queries">Judged ones only, in the order of the file.</param>
/// <param name="Right">For each question the right documents with their grade, 1 or more.</param>
internal sealed record RetrievalSet(
    string Name, IReadOnlyList<JsonObject> Documents, IReadOnlyList<JsonObject> Queries, IReadOnlyDictionary<string, IReadOnlyDictionary<string, int>> Right)
{
    public static RetrievalSet Load(string folder)
    {
        var right = File.ReadLines(Path.Combine(folder, "qrels.tsv"))
            .Select(line => line.Split('\t'))
            .Where(parts => parts.Length == 3 && int.TryParse(parts[2], out var grade) && grade > 0)
            .GroupBy(parts => parts[0])
            .ToDictionary(
                query => query.Key,
                query => (IReadOnlyDictionary<string, int>)query.GroupBy(parts => parts[1]).ToDictionary(document => document.Key, document => int.Parse(document.Last()[2], System.Globalization.CultureInfo.InvariantCulture)));
        var queries = Read(folder, "queries.jsonl").Where(query => right.ContainsKey((string)query["id"]!)).ToList();
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));

        // A document without text cannot be told (cranfield has two); it is never found.
        var documents = Read(folder, "corpus.jsonl").Where(document => !string.IsNullOrWhiteSpace(Mapping.Fix(name, document).Issue));
        return new(name, [.. documents], queries, right);
    }

    private static IEnumerable<JsonObject> Read(string folder, string file)
    {
        var path = Path.Combine(folder, file);
        using Stream stream = File.Exists(path) ? File.OpenRead(path) : new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                yield return JsonNode.Parse(line)!.AsObject();
        }
    }
}
