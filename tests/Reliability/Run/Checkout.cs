namespace ObsControlPlane.Reliability.Run;

/// <summary>Where things lie, seen from the build of this program.</summary>
internal static class Checkout
{
    private static readonly string Here = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    /// <summary>The control plane, built in the same configuration as this program.</summary>
    public static string Program() => Path.Combine(Here, "..", "..", "Api", Path.GetFileName(Here), "ocp");

    /// <summary>A file of the large test data, which may lie beside the checkout; else a small sample of our own.</summary>
    public static string Messy(string file)
    {
        for (var folder = new DirectoryInfo(Here); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "data", "messy", file);
            if (File.Exists(candidate))
                return candidate;
        }

        return Path.Combine(Here, "Samples", file);
    }
}
