using System.Text.Json;
using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Infrastructure.Host;

/// <summary>The locked data folder. The lock is the open file itself, so it ends with the process, however that ends.</summary>
internal sealed class DataFolder : IDataFolder
{
    private const string LockName = "ocp.lock";
    private const string OwnerName = "ocp.owner.json";
    private const string SecretName = "ocp.secret";

    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    private readonly FileStream _lock;
    private DataFolderOwner _owner;

    private DataFolder(string path, FileStream held, long now)
    {
        Path = path;
        _lock = held;
        _owner = new DataFolderOwner(Environment.ProcessId, null, now);
        // What a dead owner said is gone as soon as can be; the secret is there before the address is, so whoever finds that can use it.
        Write();
        Secret = KeySecret.New();
        PrivateFile.Write(System.IO.Path.Combine(path, SecretName), Secret);
    }

    public string Path { get; }

    public string Secret { get; }

    /// <summary>The data file in it.</summary>
    public string File => System.IO.Path.Combine(Path, "ocp.db");

    /// <summary>Where the data folder is: <c>OCP_DATA</c>, else systemd's <c>STATE_DIRECTORY</c>, else the platform's place for state.</summary>
    public static string Resolve(IConfiguration configuration)
    {
        var given = configuration["OCP_DATA"] is { Length: > 0 } chosen ? chosen
            : configuration["STATE_DIRECTORY"]?.Split(':', 2)[0] is { Length: > 0 } systemd ? systemd
            : null;
        return System.IO.Path.GetFullPath(given ?? PlatformFolder(configuration));
    }

    /// <summary>Creates the folder if need be and takes its lock.</summary>
    /// <exception cref="StartupException">It cannot be written, or another process owns it.</exception>
    public static DataFolder Open(string path, TimeProvider time)
    {
        try
        {
            CreatePrivate(path);
            FileStream? held = null;
            // A reader of the owner's name holds the lock for a moment, and a killed owner's lock ends a moment after it.
            SpinWait.SpinUntil(() => (held = TryLock(path, FileAccess.ReadWrite)) is not null, Patience);
            return held is null ? throw InUse(path) : new DataFolder(path, held, time.GetUtcNow().ToUnixTimeMilliseconds());
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException or ArgumentException or NotSupportedException)
        {
            throw new StartupException(
                StartupException.Configuration,
                $"The data folder {path} cannot be used.",
                exception.Message,
                "Make it writable for this user, or name another folder in OCP_DATA.",
                exception);
        }
    }

    /// <summary>The live owner of a folder, or null when nobody holds it; what a dead owner left behind does not count.</summary>
    public static DataFolderOwner? FindOwner(string path)
    {
        if (!System.IO.File.Exists(System.IO.Path.Combine(path, LockName)))
            return null;
        try
        {
            using var free = TryLock(path, FileAccess.Read);
            return free is null ? ReadOwner(path) : null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The secret of the live owner of a folder; null when it cannot be read.</summary>
    public static string? FindSecret(string path)
    {
        try
        {
            return System.IO.File.ReadAllText(System.IO.Path.Combine(path, SecretName)).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Publish(string url)
    {
        _owner = _owner with { Url = url };
        Write();
    }

    public void Dispose()
    {
        System.IO.File.Delete(System.IO.Path.Combine(Path, OwnerName));
        System.IO.File.Delete(System.IO.Path.Combine(Path, SecretName));
        _lock.Dispose();
    }

    private static string PlatformFolder(IConfiguration configuration)
    {
        if (OperatingSystem.IsWindows())
            return System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "ocp");
        var state = configuration["XDG_STATE_HOME"] is { Length: > 0 } xdg && System.IO.Path.IsPathRooted(xdg)
            ? xdg
            : System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local", "state");
        return System.IO.Path.Combine(state, "ocp");
    }

    private static void CreatePrivate(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static FileStream? TryLock(string path, FileAccess access)
    {
        var file = System.IO.Path.Combine(path, LockName);
        try
        {
            return access == FileAccess.Read
                ? new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read)
                : new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException) when (System.IO.File.Exists(file))
        {
            return null;
        }
    }

    private static DataFolderOwner ReadOwner(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<DataFolderOwner>(System.IO.File.ReadAllText(System.IO.Path.Combine(path, OwnerName)))
                ?? new DataFolderOwner(0, null, 0);
        }
        catch (Exception exception) when (exception is IOException or JsonException)
        {
            // It has just taken the lock, or is just giving it back: it is there, and has no address.
            return new DataFolderOwner(0, null, 0);
        }
    }

    private static StartupException InUse(string path)
    {
        var owner = ReadOwner(path);
        var who = owner.Pid == 0 ? "Another process" : $"Process {owner.Pid}";
        var where = owner.Url is null ? "" : $" and serves it at {owner.Url}";
        return new StartupException(
            StartupException.InUse,
            $"The data folder {path} is in use.",
            $"{who} owns it{where}.",
            "Use that server, stop it, or name another folder in OCP_DATA.");
    }

    private void Write()
    {
        // Renamed into place: a reader sees the old owner or the new one, never half of it.
        var owner = System.IO.Path.Combine(Path, OwnerName);
        System.IO.File.WriteAllText(owner + ".new", JsonSerializer.Serialize(_owner));
        System.IO.File.Move(owner + ".new", owner, overwrite: true);
    }
}
