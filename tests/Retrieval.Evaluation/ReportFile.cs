namespace ObsControlPlane.Retrieval.Evaluation;

/// <summary>A page whose sections are written by this program, each anew and in its place.</summary>
internal static class ReportFile
{
    /// <summary>Writes a section.</summary>
    /// <param name="path">The page.</param>
    /// <param name="heading">Heading of the section, without its marks.</param>
    /// <param name="lines">What stands under it.</param>
    public static void WriteSection(string path, string heading, IEnumerable<string> lines)
    {
        var page = File.Exists(path) ? File.ReadAllLines(path).ToList() : [];
        var mark = $"## {heading}";
        var start = page.IndexOf(mark);
        if (start < 0)
        {
            start = page.Count;
        }
        else
        {
            var end = page.FindIndex(start + 1, line => line.StartsWith("## ", StringComparison.Ordinal));
            page.RemoveRange(start, (end < 0 ? page.Count : end) - start);
        }

        page.InsertRange(start, [mark, "", .. lines, ""]);
        while (page.Count > 0 && page[^1].Length == 0)
            page.RemoveAt(page.Count - 1);
        File.WriteAllText(path, string.Join('\n', page) + '\n');
    }
}
