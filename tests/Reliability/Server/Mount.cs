namespace ObsControlPlane.Reliability.Server;

/// <summary>A small file system of our own: in memory, or an ext4 image whose bytes are all that a power cut leaves.</summary>
internal sealed class Mount : IAsyncDisposable
{
    private Mount(string folder) => Folder = folder;

    public string Folder { get; }

    public static string? WhyUnavailable(params string[] tools)
    {
        var missing = tools.Append("mount").Where(tool => !Shell.Has(tool)).ToList();
        if (missing.Count > 0)
            return $"needs {string.Join(", ", missing)}";
        return Signals.IsRoot ? null : "needs root, to mount a file system of its own";
    }

    /// <summary>Whether this machine really lets us mount; containers often have the tools without the right.</summary>
    public static async Task<string?> TryAsync(string folder, Func<string, Task<Mount>> mount)
    {
        try
        {
            await using var tried = await mount(folder);
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return $"this machine lets nobody mount: {refused.Message}";
        }
    }

    public static async Task<Mount> MemoryAsync(string folder, int mebibytes)
    {
        Directory.CreateDirectory(folder);
        await Shell.RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", folder);
        return new(folder);
    }

    public static async Task<Mount> NewImageAsync(string image, string folder, int mebibytes)
    {
        await using (var file = File.Create(image))
            file.SetLength(mebibytes * 1024L * 1024L);
        await Shell.RunAsync("mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image);
        return await ImageAsync(image, folder);
    }

    public static async Task<Mount> ImageAsync(string image, string folder)
    {
        Directory.CreateDirectory(folder);
        await Shell.RunAsync("mount", "-o", "loop", image, folder);
        return new(folder);
    }

    public async ValueTask DisposeAsync()
    {
        // A killed server's files may still be closing.
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await Shell.RunAsync("umount", Folder);
                return;
            }
            catch (InvalidOperationException) when (attempt < 20)
            {
                await Task.Delay(100);
            }
        }
    }
}
