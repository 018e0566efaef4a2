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

    /// <summary>A file of the checkout by its path from the root.</summary>
    public static string InCheckout(string path) =>
        Path.Combine(Above(folder => File.Exists(Path.Combine(folder, "ObsControlPlane.sln"))) ?? throw new DirectoryNotFoundException("The tests run outside their checkout."), path);

    private static string? Above(Func<string, bool> isWanted)
    {
        var folder = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);
        while (folder is not null && !isWanted(folder))
            folder = Path.GetDirectoryName(folder);
        return folder;
    }

    private static string Unescape(string field) =>
        field.Replace(@"\\", "\0").Replace(@"\n", "\n").Replace(@"\t", "\t").Replace(@"\u001b", "\u001b").Replace('\0', '\\');
}
