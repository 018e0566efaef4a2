using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Hash of a row that is written (<see cref="ContentHash"/>): a server need not have data checksums.</summary>
internal static class RowHash
{
    /// <summary>Hash of values as they are written.</summary>
    public static byte[] Of(params ReadOnlySpan<Arg> values)
    {
        using var hash = new ContentHash();
        foreach (var value in values)
            hash.Add(value.Value);
        return hash.Finish();
    }
}
