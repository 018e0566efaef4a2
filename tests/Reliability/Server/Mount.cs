using System.Collections.Concurrent;

namespace ObsControlPlane.Reliability.Server;

/// <summary>A small file system of our own: in memory, or an ext4 image whose bytes are all that a power cut leaves.</summary>
internal sealed class Mount : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<Mount, bool> Mounted = new();

    private Mount(string folder)
    {
        Folder = folder;
        Mounted[this] = true;
    }

    public string Folder { get; }

    /// <summary>Whether a file system can be mounted here, found out by mounting one.</summary>
    /// <param name="image">True for an ext4 image, false for one in memory.</param>
    public static async Task<string?> WhyUnavailableAsync(bool image)
    {
        string[] tools = image ? ["mount", "umount", "mkfs.ext4", "cp"] : ["mount", "umount"];
        if (Array.Find(tools, tool => !Shell.Has(tool)) is { } missing)
            return $"needs {missing}";
        if (!Signals.IsRoot)
            return "needs root, to mount a file system of its own";
        var folder = Directory.CreateTempSubdirectory("ocp-mount-");
        try
        {
            var inside = Path.Combine(folder.FullName, "mount");
            await using var tried = image ? await NewImageAsync(Path.Combine(folder.FullName, "disk.img"), inside, 16) : await MemoryAsync(inside, 1);
            return null;
        }
        catch (InvalidOperationException refused)
        {
            return $"needs the right to mount: {refused.Message}";
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Lets go of what a fault that was given up has left mounted.</summary>
    public static async Task ReleaseAllAsync()
    {
        foreach (var mount in Mounted.Keys)
            await mount.DisposeAsync();
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
        if (!Mounted.TryRemove(this, out _))
            return;
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
