namespace ObsControlPlane.Infrastructure.Host;

/// <summary>Files that nobody but the user of this process reads.</summary>
internal static class PrivateFile
{
    /// <summary>Writes a whole file under another name, for the user alone from its first byte on, and renames it into place.</summary>
    public static void Write(string path, string text)
    {
        var fresh = path + ".new";
        // The mode is that of a file that is made; one that was left behind may have another.
        File.Delete(fresh);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var writer = new StreamWriter(fresh, options))
            writer.Write(text);
        File.Move(fresh, path, overwrite: true);
    }
}
