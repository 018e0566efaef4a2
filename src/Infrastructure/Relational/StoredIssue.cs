using System.Data.Common;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>An issue that was told or seen.</summary>
/// <param name="Fingerprint">Its fingerprint.</param>
/// <param name="FirstSeen">First report or occurrence, epoch milliseconds.</param>
/// <param name="Text">Its text as it was first told; null when it was erased.</param>
internal sealed record StoredIssue(Fingerprint Fingerprint, long FirstSeen, string? Text)
{
    /// <summary>Columns for <see cref="Read"/>.</summary>
    public const string Columns = "fingerprint, first_seen, text, content_hash";

    /// <exception cref="DamagedRowException">The row is not what was written.</exception>
    public static StoredIssue Read(DbDataReader row)
    {
        var values = RowValues.Verified(row, "issues", 0, 3);
        return new StoredIssue(values.Fingerprint(0), values.Integer(1), values.TextOrNull(2));
    }

    /// <summary>The issue known, or known from an earlier instant on; an erased text is told anew.</summary>
    public static StoredIssue Seen(StoredIssue? known, Fingerprint fingerprint, string? text, long ts) =>
        new(fingerprint, Math.Min(known?.FirstSeen ?? ts, ts), known?.Text ?? text);
}
