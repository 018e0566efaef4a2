using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Postgres.Outbox;

/// <summary>A claimed row of the outbox.</summary>
/// <param name="Id">Number of the row.</param>
/// <param name="Tries">How often it was deferred before, 0 or more.</param>
/// <param name="Change">The named entity as it is now; null when nothing is left to project: it is gone, and another row tells so.</param>
internal sealed record OutboxItem(long Id, int Tries, GraphChange? Change);

/// <summary>What waits to be projected.</summary>
/// <param name="Depth">Rows, claimed ones included.</param>
/// <param name="OldestAt">When the oldest was noted, epoch milliseconds; null when there is none.</param>
/// <param name="DeadLetters">Rows that were refused for good.</param>
internal sealed record OutboxStats(long Depth, long? OldestAt, long DeadLetters);

/// <summary>A row that was refused for good.</summary>
/// <param name="Id">Number of the row.</param>
/// <param name="Entity">The fix's id or the agent's name.</param>
/// <param name="IsAgent">True for an agent.</param>
/// <param name="CreatedAt">When the change was noted, epoch milliseconds.</param>
/// <param name="ParkedAt">When it was refused, epoch milliseconds.</param>
/// <param name="Reason">Why.</param>
internal sealed record DeadLetter(long Id, string Entity, bool IsAgent, long CreatedAt, long ParkedAt, string Reason);
