namespace ObsControlPlane.Application.Health;

/// <summary>The data folder of this process, locked against every other process until it is disposed.</summary>
public interface IDataFolder : IDisposable
{
    /// <summary>Absolute path of the folder.</summary>
    string Path { get; }

    /// <summary>
    /// The secret of whoever may read this folder: a key with every scope, random and new with each owner, in a file that the folder's user alone reads.
    /// </summary>
    string Secret { get; }

    /// <summary>Tells other processes where this one listens; to be called once the listener is ready.</summary>
    /// <param name="url">Address that answers HTTP.</param>
    void Publish(string url);
}

/// <summary>The process that owns a data folder.</summary>
/// <param name="Pid">Its process id.</param>
/// <param name="Url">Where it listens, or null while it does not (yet).</param>
/// <param name="StartedAt">When it took the folder, epoch milliseconds.</param>
public sealed record DataFolderOwner(int Pid, string? Url, long StartedAt);
