using System.Runtime.CompilerServices;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Record;

/// <summary>Reads everything for a lossless copy, in pages of one open transaction, so that memory stays bounded and the copy is one state.</summary>
internal static class Exporting
{
    public static async IAsyncEnumerable<ExportRecord> ExportAsync(PostgresSession session, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var line in FixesAsync(session).WithCancellation(ct).ConfigureAwait(false))
            yield return line;
        await foreach (var line in PagesAsync(after => ReportRows.AfterAsync(session, after, Exported.Page), line => line.Report.Id).WithCancellation(ct).ConfigureAwait(false))
            yield return new ExportedReport(line.FixId, line.Report);
        await foreach (var line in PagesAsync(after => OutcomeRows.AfterAsync(session, after, Exported.Page), entry => entry.Outcome.Id).WithCancellation(ct).ConfigureAwait(false))
            yield return new ExportedOutcome(line);
        await foreach (var line in PagesAsync(after => MemoryRows.AfterAsync(session, after, Exported.Page), stored => stored.Memory.Id).WithCancellation(ct).ConfigureAwait(false))
            yield return new ExportedMemory(line.Memory);
        await foreach (var line in AgentsAsync(session).WithCancellation(ct).ConfigureAwait(false))
            yield return line;
        await foreach (var episode in PagesAsync(after => EpisodeRows.AfterAsync(session, after, Exported.Page), episode => episode.Id).WithCancellation(ct).ConfigureAwait(false))
        {
            await foreach (var line in EpisodeAsync(session, episode).WithCancellation(ct).ConfigureAwait(false))
                yield return line;
        }

        await foreach (var line in PagesAsync(after => Tombstones.ErasedAfterAsync(session, after, Exported.Page), erasure => erasure.Id).WithCancellation(ct).ConfigureAwait(false))
            yield return line;
    }

    // Fixes and the ids merged into them are one sequence by id.
    private static async IAsyncEnumerable<ExportRecord> FixesAsync(PostgresSession session)
    {
        await using var own = PagesAsync(after => FixRows.AfterAsync(session, after, Exported.Page), stored => stored.Id).GetAsyncEnumerator();
        await using var twins = PagesAsync(after => Tombstones.TwinsAfterAsync(session, after, Exported.Page), pair => pair.Twin).GetAsyncEnumerator();
        bool hasOwn = await own.MoveNextAsync().ConfigureAwait(false), hasTwin = await twins.MoveNextAsync().ConfigureAwait(false);
        while (hasOwn || hasTwin)
        {
            if (hasOwn && (!hasTwin || own.Current.Id.CompareTo(twins.Current.Twin) < 0))
            {
                yield return new ExportedFix(own.Current.Fix);
                hasOwn = await own.MoveNextAsync().ConfigureAwait(false);
            }
            else
            {
                var (twin, into) = twins.Current;
                if (await FixRows.ByIdAsync(session, into).ConfigureAwait(false) is { } stored)
                    yield return Exported.Twin(twin, stored.Fix);
                hasTwin = await twins.MoveNextAsync().ConfigureAwait(false);
            }
        }
    }

    private static async IAsyncEnumerable<ExportRecord> AgentsAsync(PostgresSession session)
    {
        for (var after = ""; ;)
        {
            var page = await AgentRows.AfterAsync(session, after, Exported.Page).ConfigureAwait(false);
            foreach (var agent in page)
                yield return new ExportedAgent(agent);
            if (page.Count < Exported.Page)
                yield break;
            after = page[^1].Name;
        }
    }

    private static async IAsyncEnumerable<ExportRecord> EpisodeAsync(PostgresSession session, Domain.Episodes.Episode episode)
    {
        var issue = await IssueRows.GetAsync(session, episode.Fingerprint).ConfigureAwait(false);
        var details = await AlertRows.DetailsOfAsync(session, [episode.Id]).ConfigureAwait(false);
        yield return new ExportedEpisode(
            episode, issue?.Text, await EpisodeRows.ReturnsOfAsync(session, episode.Id).ConfigureAwait(false), Exported.Details(details[episode.Id]));
        for (long last = 0; ;)
        {
            var page = await EpisodeRows.SeenAfterAsync(session, episode.Id, last, ExportedOccurrences.Most).ConfigureAwait(false);
            if (page.Count == 0)
                yield break;
            var (line, isLast) = Exported.Run(episode.Id, page);
            yield return line;
            if (isLast)
                yield break;
            last = line.First + line.Seen.Count - 1;
        }
    }

    private static async IAsyncEnumerable<T> PagesAsync<T>(Func<Guid, Task<List<T>>> read, Func<T, Guid> id)
    {
        for (var after = Guid.Empty; ;)
        {
            var page = await read(after).ConfigureAwait(false);
            foreach (var row in page)
                yield return row;
            if (page.Count < Exported.Page)
                yield break;
            after = id(page[^1]);
        }
    }
}
