using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Reads everything for a lossless copy, in pages of one open transaction, so that memory stays bounded and the copy is one state.</summary>
internal static class Exporting
{
    private const int Page = 200;

    public static IEnumerable<ExportRecord> Export(SqliteSession session) =>
        Fixes(session)
            .Concat(Pages(after => ReportRows.After(session, after, Page), line => line.Report.Id, line => new ExportedReport(line.FixId, line.Report)))
            .Concat(Pages(after => OutcomeRows.After(session, after, Page), entry => entry.Outcome.Id, entry => new ExportedOutcome(entry)))
            .Concat(Pages(after => MemoryRows.After(session, after, Page), stored => stored.Memory.Id, stored => new ExportedMemory(stored.Memory)))
            .Concat(Agents(session))
            .Concat(Pages(after => EpisodeRows.After(session, after, Page), stored => stored.Episode.Id, stored => Episode(session, stored)).SelectMany(lines => lines))
            .Concat(Pages(after => Tombstones.ErasedAfter(session, after, Page), erasure => erasure.Id, erasure => erasure));

    // Fixes and the ids merged into them are one sequence by id.
    private static IEnumerable<ExportRecord> Fixes(SqliteSession session)
    {
        var own = Pages(after => FixRows.After(session, after, Page), stored => stored.Fix.Id, stored => new ExportedFix(stored.Fix));
        var twins = Pages(after => Tombstones.TwinsAfter(session, after, Page), pair => pair.Twin, pair => Twin(session, pair));
        return Merged(own, twins.OfType<ExportedFix>());
    }

    private static ExportedFix? Twin(SqliteSession session, (Guid Twin, Guid Into) pair) =>
        FixRows.ById(session, pair.Into) is { } stored ? new ExportedFix(stored.Fix with { Id = pair.Twin, MergedInto = pair.Into }) : null;

    private static IEnumerable<ExportRecord> Merged(IEnumerable<ExportedFix> first, IEnumerable<ExportedFix> second)
    {
        using var left = first.GetEnumerator();
        using var right = second.GetEnumerator();
        bool hasLeft = left.MoveNext(), hasRight = right.MoveNext();
        while (hasLeft || hasRight)
        {
            if (hasLeft && (!hasRight || left.Current.Fix.Id.CompareTo(right.Current.Fix.Id) < 0))
            {
                yield return left.Current;
                hasLeft = left.MoveNext();
            }
            else
            {
                yield return right.Current;
                hasRight = right.MoveNext();
            }
        }
    }

    private static IEnumerable<ExportRecord> Agents(SqliteSession session)
    {
        for (var after = "";;)
        {
            var page = AgentRows.After(session, after, Page);
            foreach (var agent in page)
                yield return new ExportedAgent(agent);
            if (page.Count < Page)
                yield break;
            after = page[^1].Name;
        }
    }

    private static IEnumerable<ExportRecord> Episode(SqliteSession session, StoredEpisode stored)
    {
        var episode = stored.Episode;
        yield return new ExportedEpisode(episode, IssueRows.Get(session, episode.Fingerprint)?.Text, EpisodeRows.ReturnsOf(session, episode.Id));
        for (long last = 0;;)
        {
            var page = EpisodeRows.SeenAfter(session, stored.Rid, last, ExportedOccurrences.Most);
            if (page.Count == 0)
                yield break;
            // A line names its first alone, so it ends where the next is not there (a copy that was taken in half).
            var run = page.TakeWhile((seen, at) => seen.N == page[0].N + at).ToList();
            yield return new ExportedOccurrences(episode.Id, page[0].N, [.. run.Select(seen => seen.Ts)]);
            if (run.Count == page.Count && page.Count < ExportedOccurrences.Most)
                yield break;
            last = run[^1].N;
        }
    }

    private static IEnumerable<TLine> Pages<T, TLine>(Func<Guid, List<T>> read, Func<T, Guid> id, Func<T, TLine> line)
    {
        for (var after = Guid.Empty;;)
        {
            var page = read(after);
            foreach (var row in page)
                yield return line(row);
            if (page.Count < Page)
                yield break;
            after = id(page[^1]);
        }
    }
}
