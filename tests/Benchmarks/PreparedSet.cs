namespace ObsControlPlane.Benchmarks;

/// <summary>Fixes and the data folder that holds them.</summary>
/// <param name="Fixes">The fixes, oldest first.</param>
/// <param name="Folder">The folder; nobody has it open.</param>
internal sealed record PreparedSet(IReadOnlyList<SampleFix> Fixes, string Folder)
{
    /// <summary>A copy for one case to write into; whoever asks deletes it.</summary>
    /// <returns>Its path.</returns>
    public string Copy()
    {
        var copy = Directory.CreateTempSubdirectory("ocp-bench-").FullName;
        foreach (var file in Directory.EnumerateFiles(Folder))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        return copy;
    }
}
