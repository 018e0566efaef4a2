using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Graph;

/// <summary>Counts nodes and relationships; each that no counter keeps is a scan of one index.</summary>
internal static class GraphSizes
{
    public static GraphStats Read(SqliteSession session)
    {
        var counters = CounterRows.All(session);
        var issues = Count(session, "SELECT count(*) FROM issues");
        var servers = Count(
            session,
            """
            SELECT count(*) FROM (
                SELECT server FROM reports WHERE server IS NOT NULL UNION SELECT server FROM occurrences WHERE server IS NOT NULL)
            """);

        // A fix resolves one issue; each report ties it to the agent that told it and the server it was told for.
        var relationships = counters["fixes"]
            + Count(session, "SELECT count(*) FROM reports WHERE agent IS NOT NULL")
            + Count(session, "SELECT count(*) FROM reports WHERE server IS NOT NULL")
            + Count(session, "SELECT count(*) FROM occurrences WHERE server IS NOT NULL");
        return new GraphStats("sqlite", counters["fixes"], counters["agents"], issues, servers, relationships, 0);
    }

    private static long Count(SqliteSession session, string sql) => session.Number(sql) ?? 0;
}
