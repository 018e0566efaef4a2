using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>What an outbox row names.</summary>
internal enum OutboxKind
{
    /// <summary>A fix.</summary>
    Fix = 0,

    /// <summary>A fix that was erased.</summary>
    Erased = 1,

    /// <summary>An agent.</summary>
    Agent = 2,
}

/// <summary>Notes in the transaction of a change that the entity's state is to be projected; a row names the entity and holds nothing of it.</summary>
internal static class OutboxRows
{
    /// <summary>Due whatever the clock says: one that is set back must not hold up what was noted before.</summary>
    public const long Due = 0;

    private const string Noting = "INSERT INTO outbox (kind, fix, agent, created_at, due_at, tries) VALUES ($1, $2, $3, $4, 0, 0)";

    public static void AddFix(WriteSession session, Guid id)
    {
        if (session.IsFirst((OutboxKind.Fix, id)))
            session.Run(Noting, (int)OutboxKind.Fix, id, (string?)null, session.Now);
    }

    public static void AddErased(WriteSession session, Guid id)
    {
        if (session.IsFirst((OutboxKind.Erased, id)))
            session.Run(Noting, (int)OutboxKind.Erased, id, (string?)null, session.Now);
    }

    public static void AddAgent(WriteSession session, string name)
    {
        if (session.IsFirst((OutboxKind.Agent, name)))
            session.Run(Noting, (int)OutboxKind.Agent, (Guid?)null, name, session.Now);
    }
}
