using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Neo4j.Projecting;

/// <summary>A state of a fix as a parameter.</summary>
internal static class FixRow
{
    // Property names, quotes and the like of one row; only for cutting batches, so a guess is enough.
    private const int Frame = 1_500;
    private const int FrameOfReport = 250;

    /// <summary>Bytes it may take in a request, roughly: every character as three.</summary>
    public static long Size(FixState state) =>
        (3L * (state.Fix.Solution.Length + (2L * state.Fix.IssueText.Length) + (state.Fix.Metadata?.Json.Length ?? 0)))
        + Frame + (FrameOfReport * (state.Reports.Count + state.Evidence.Count));

    /// <summary>The row.</summary>
    public static object Of(FixState state)
    {
        var (told, last) = Told(state);
        var windows = IssueWindows.Of(state.Fix.IssueText);
        var properties = FixNode.Properties(state.Fix, state.Evidence);
        properties["revision"] = state.Revision;
        properties["hash"] = StateHash.Of(state);
        properties["issue_folded"] = windows[0];
        properties["told"] = told.Count;
        properties["told_hash"] = last;
        var outcomes = state.Fix.Outcomes;
        return new
        {
            id = state.Fix.Id.ToString(),
            revision = state.Revision,
            fingerprint = state.Fix.Fingerprint.Value,
            properties,
            outcomes = new { outcomes.Worked, outcomes.Failed, outcomes.RolledBack, outcomes.Attempted, outcomes.Unknown },
            told,
            parts = windows.Skip(1),
        };
    }

    // Each report carries the hash of all up to it: the graph sees by one comparison whether it has the beginning of the list already.
    private static (List<object> Told, string Last) Told(FixState state)
    {
        var told = new List<object>(state.Reports.Count);
        var hash = "";
        foreach (var report in StateHash.Ordered(state.Reports))
        {
            hash = StateHash.Next(hash, report);
            told.Add(new { id = report.Id.ToString(), ts = report.Ts, server = report.Scope.Server, agent = report.Agent, hash });
        }

        return (told, hash);
    }
}
