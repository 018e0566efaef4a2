using System.Runtime.CompilerServices;

namespace ObsControlPlane.Domain.UnitTests;

/// <summary>Tables of tests that lie beside them as tab-separated text: a header, then one case a line, with \n, \t, \\ and \u001b escaped.</summary>
internal static class TestData
{
    public static IEnumerable<string[]> Rows(string path)
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, path));
        var columns = lines[0].Split('\t').Length;
        foreach (var line in lines.Skip(1).Where(line => line.Length > 0))
        {
            var fields = line.Split('\t').Select(Unescape).ToArray();
            yield return fields.Length == columns ? fields : throw new InvalidDataException($"{path}: {columns} columns expected in: {line}");
        }
    }

    /// <summary>The folder of collected real data that may lie beside the checkout; null where it does not.</summary>
    public static string? SharedFolder(string name, [CallerFilePath] string here = "")
    {
        for (var folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            var candidate = Path.Combine(folder, "shared", "data", name);
            if (Directory.Exists(candidate))
                return candidate;
        }

        return null;
    }

    private static string Unescape(string field) =>
        field.Replace(@"\\", "\0").Replace(@"\n", "\n").Replace(@"\t", "\t").Replace(@"\u001b", "\u001b").Replace('\0', '\\');
}
