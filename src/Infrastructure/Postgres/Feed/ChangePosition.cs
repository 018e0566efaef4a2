namespace ObsControlPlane.Infrastructure.Postgres.Feed;

/// <summary>
/// How far a follower has read: which transactions it has seen, not a number that it has reached. Numbers are drawn before they commit, so
/// that a later one can be seen before an earlier one is; whoever went on from the later would never see the earlier. What a snapshot of
/// PostgreSQL (<c>pg_snapshot</c>) saw is known exactly, and so is what another sees beyond it: each change once, none missed, and no
/// writer waits for another (docs/decisions 0011).
/// </summary>
/// <param name="Seen">The snapshot up to which everything was read.</param>
/// <param name="Until">Of a window that is read in pages, the snapshot at its end; else null.</param>
/// <param name="Transaction">Of such a window, the transaction of the last change that was read.</param>
/// <param name="Place">Its place within the transaction.</param>
internal sealed record ChangePosition(string Seen, string? Until = null, ulong Transaction = 0, long Place = 0);
