using System.IO.Compression;
using System.Text.Json;
using ObsControlPlane.Domain.Secrets;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Domain.UnitTests.Secrets;

/// <summary>The redactor on collected real texts, where they lie beside the checkout: ordinary text is not harmed.</summary>
[TestFixture]
internal sealed class SharedTextsTests
{
    private const double MostTouched = .001;

    [TestCase("fixes", 1_000)]
    [TestCase("messy", 1_000)]
    public void Hardly_any_text_is_touched(string folder, int least)
    {
        var redactor = new SecretRedactor();
        var texts = Directory.GetFiles(SharedData.Require(folder)).Order(StringComparer.Ordinal).SelectMany(Texts).ToList();

        var touched = texts.Select(text => redactor.Redact(text)).Where(redacted => redacted.Families.Count > 0).ToList();

        TestContext.Out.WriteLine($"{folder}: {touched.Count} of {texts.Count} texts touched");
        foreach (var redacted in touched)
            TestContext.Out.WriteLine($"  {string.Join(", ", redacted.Families)}: {Around(redacted.Text)}");
        Assert.That(texts, Has.Count.GreaterThan(least));
        Assert.That(touched.Count / (double)texts.Count, Is.LessThanOrEqualTo(MostTouched));
    }

    private static string Around(string text)
    {
        var mark = text.IndexOf("[redacted:", StringComparison.Ordinal);
        return text[Math.Max(0, mark - 80)..Math.Min(text.Length, mark + 60)].ReplaceLineEndings(" ");
    }

    private static IEnumerable<string> Texts(string file)
    {
        var content = Content(file);
        if (file.EndsWith(".yml.gz", StringComparison.Ordinal))
            return content.Split('\n').Where(line => line.Length > 0);
        var documents = file.EndsWith(".json", StringComparison.Ordinal) ? [content] : content.Split('\n').Where(line => line.Length > 0);
        return documents.SelectMany(document =>
        {
            using var json = JsonDocument.Parse(document);
            return Strings(json.RootElement).ToList();
        });
    }

    private static string Content(string file)
    {
        using var stream = File.OpenRead(file);
        using var reader = new StreamReader(file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        return reader.ReadToEnd();
    }

    private static IEnumerable<string> Strings(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => [element.GetString()!],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(member => Strings(member.Value)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Strings),
        _ => [],
    };
}
