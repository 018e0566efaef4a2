using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>In the embedded file record and graph are one, and hold a write when it is acknowledged.</summary>
internal sealed class NoStoreLag : IStoreLag
{
    /// <inheritdoc/>
    public StoreLag Read() => StoreLag.None;
}
