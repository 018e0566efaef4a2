using System.Data.Common;
using ObsControlPlane.Domain.Episodes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How an episode lies in a row of <c>episodes</c>, in whichever store.</summary>
internal static class EpisodeColumns
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>e</c>.</summary>
    public const string Names =
        "e.id, e.fingerprint, e.place, e.service, e.server, e.source, e.started_at, e.last_seen_at, e.ended_at, e.count, e.content_hash";

    private const int Count = 10;

    /// <summary>The episode in the columns from a place on.</summary>
    /// <exception cref="DamagedRowException">It is not what was written.</exception>
    public static Episode Read(DbDataReader row, int first)
    {
        var values = RowValues.Verified(row, "episodes", first, Count);
        return new Episode(
            values.Id(0), values.Fingerprint(1), values.TextOrNull(2), values.TextOrNull(3), values.TextOrNull(4), values.TextOrNull(5),
            values.Integer(6), values.Integer(7), values.IntegerOrNull(8), values.Integer(9));
    }
}
