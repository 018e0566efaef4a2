using System.Text.Json;
using Microsoft.Extensions.Logging;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Domain.Access;
using ObsControlPlane.Infrastructure.Host;

namespace ObsControlPlane.Infrastructure.Access;

/// <summary>The keys as they were last read, in the data folder: a process that starts while the store is away knows them, or that there are none.</summary>
internal sealed class KeyFile(IDataFolder folder, ILogger<KeyFile> log)
{
    private readonly string _path = Path.Combine(folder.Path, "ocp.keys.json");
    private string? _written;

    /// <summary>The keys; null when none were kept, or what was kept cannot be read.</summary>
    public IReadOnlyList<ApiKey>? Read()
    {
        try
        {
            if (!File.Exists(_path))
                return null;
            _written = File.ReadAllText(_path);
            return JsonSerializer.Deserialize<List<ApiKey>>(_written);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            log.LogWarning(exception, "The keys that were kept in the data folder cannot be read; nobody is let in by them until the store answers.");
            return null;
        }
    }

    /// <summary>Keeps them. Where that fails they are known to this process alone, which the log says.</summary>
    public void Keep(IReadOnlyList<ApiKey> keys)
    {
        // The last use changes all the time and lets nobody in.
        var text = JsonSerializer.Serialize(keys.Select(key => key with { LastUsedAt = null }));
        if (text == _written)
            return;
        try
        {
            PrivateFile.Write(_path, text);
            _written = text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            log.LogWarning(exception, "The keys could not be kept in the data folder; a start without the store would not know them.");
        }
    }
}
