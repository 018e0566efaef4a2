using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Domain.Memories;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How a memory lies in a row of <c>memori_metadata</c>, in whichever store.</summary>
internal static class MemoryColumns
{
    /// <summary>Columns for <see cref="Read"/>, of the table's alias <c>m</c>.</summary>
    public const string Names =
        "m.id, m.solution_hash, m.ts, m.revision, m.agent, m.service, m.server, m.environment, m.version, m.key, m.metadata, m.solution, m.content_hash";

    private const int Count = 12;

    /// <summary>The memory in the columns from a place on.</summary>
    /// <exception cref="DamagedRowException">It is not what was written.</exception>
    public static Memory Read(DbDataReader row, int first)
    {
        var values = RowValues.Verified(row, "memori_metadata", first, Count);
        return new Memory(
            values.Id(0), values.Text(9), values.Text(11), values.Metadata(10), values.TextOrNull(4), values.Scope(5), values.Integer(2), values.Integer(3));
    }

    /// <summary>What a content, or a key, is looked up by.</summary>
    public static byte[] Hash(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
