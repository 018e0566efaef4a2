using System.Data.Common;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How a key lies in a row of <c>api_keys</c>, in whichever store.</summary>
internal static class KeyColumns
{
    /// <summary>Columns that the content hash is over, in its order.</summary>
    public const string Hashed = "id, name, scopes, secret_hash, created_at, expires_at, revoked_at, replaces";

    /// <summary>Columns for <see cref="Read"/>.</summary>
    public const string Names = $"{Hashed}, content_hash, last_used_at";

    private const int Count = 8;

    /// <exception cref="DamagedRowException">The row is not what was written.</exception>
    public static ApiKey Read(DbDataReader row)
    {
        var values = RowValues.Verified(row, "api_keys", 0, Count);
        return new ApiKey(
            values.Id(0), values.Text(1), (AccessScopes)values.Integer(2), values.Bytes(3), values.Integer(4), values.IntegerOrNull(5), values.IntegerOrNull(6),
            row.IsDBNull(Count + 1) ? null : row.GetInt64(Count + 1), values.IdOrNull(7));
    }

    /// <summary>The replaced key as it is from now on.</summary>
    /// <param name="replaced">The key.</param>
    /// <param name="until">When it ends at the latest, epoch milliseconds.</param>
    public static ApiKey Ending(ApiKey replaced, long until) => replaced with { ExpiresAt = Math.Min(replaced.ExpiresAt ?? long.MaxValue, until) };
}
