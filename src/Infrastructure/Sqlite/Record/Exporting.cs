using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Relational;
using ObsControlPlane.Infrastructure.Sqlite.Rows;

namespace ObsControlPlane.Infrastructure.Sqlite.Record;

/// <summary>Reads everything for a lossless copy, in pages of one open transaction, so that memory stays bounded and the copy is one state.</summary>
internal static class Exporting
{
    public static IEnumerable<ExportRecord> Export(SqliteSession session) =>
        Fixes(session)
            .Concat(Pages(after => ReportRows.After(session, after, Exported.Page), line => line.Report.Id, line => new ExportedReport(line.FixId, line.Report)))
            .Concat(Pages(after => OutcomeRows.After(session, after, Exported.Page), entry => entry.Outcome.Id, entry => new ExportedOutcome(entry)))
            .Concat(Pages(after => MemoryRows.After(session, after, Exported.Page), stored => stored.Memory.Id, stored => new ExportedMemory(stored.Memory)))
            .Concat(Agents(session))
            .Concat(Pages(after => EpisodeRows.After(session, after, Exported.Page), stored => stored.Episode.Id, stored => Episode(session, stored)).SelectMany(lines => lines))
            .Concat(Pages(after => Tombstones.ErasedAfter(session, after, Exported.Page), erasure => erasure.Id, erasure => erasure));

    // Fixes and the ids merged into them are one sequence by id.
    private static IEnumerable<ExportRecord> Fixes(SqliteSession session)
    {
        var own = Pages(after => FixRows.After(session, after, Exported.Page), stored => stored.Fix.Id, stored => new ExportedFix(stored.Fix));
        var twins = Pages(after => Tombstones.TwinsAfter(session, after, Exported.Page), pair => pair.Twin, pair => Twin(session, pair));
        return Merged(own, twins.OfType<ExportedFix>());
    }

    private static ExportedFix? Twin(SqliteSession session, (Guid Twin, Guid Into) pair) =>
        FixRows.ById(session, pair.Into) is { } stored ? Exported.Twin(pair.Twin, stored.Fix) : null;

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
            var page = AgentRows.After(session, after, Exported.Page);
            foreach (var agent in page)
                yield return new ExportedAgent(agent);
            if (page.Count < Exported.Page)
                yield break;
            after = page[^1].Name;
        }
    }

    private static IEnumerable<ExportRecord> Episode(SqliteSession session, StoredEpisode stored)
    {
        var episode = stored.Episode;
        yield return new ExportedEpisode(episode, IssueRows.Get(session, episode.Fingerprint)?.Text, EpisodeRows.ReturnsOf(session, episode.Id), Exported.Details(AlertRows.DetailsOf(session, episode.Id)));
        for (long last = 0;;)
        {
            var page = EpisodeRows.SeenAfter(session, stored.Rid, last, ExportedOccurrences.Most);
            if (page.Count == 0)
                yield break;
            var (line, isLast) = Exported.Run(episode.Id, page);
            yield return line;
            if (isLast)
                yield break;
            last = line.First + line.Seen.Count - 1;
        }
    }

    private static IEnumerable<TLine> Pages<T, TLine>(Func<Guid, List<T>> read, Func<T, Guid> id, Func<T, TLine> line)
    {
        for (var after = Guid.Empty;;)
        {
            var page = read(after);
            foreach (var row in page)
                yield return line(row);
            if (page.Count < Exported.Page)
                yield break;
            after = id(page[^1]);
        }
    }
}
