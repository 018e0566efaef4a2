using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Retrieval.Evaluation.Hosting;
using ObsControlPlane.Retrieval.Evaluation.Sets;

namespace ObsControlPlane.Retrieval.Evaluation.Scoring;

/// <summary>Loads a set into an empty product and asks its questions through the product's own use cases.</summary>
/// <param name="set">The set.</param>
/// <param name="cache">Folder for the vectors of texts, or null.</param>
/// <param name="settings">Settings of the product, beside those of a mode.</param>
internal sealed class SetScoring(RetrievalSet set, string? cache, params (string Name, string Value)[] settings)
{
    private const int Depth = 100;

    /// <summary>Scores of each question, in the order of the set.</summary>
    public async Task<IReadOnlyList<Scores>> RunAsync(Mode mode, CancellationToken ct)
    {
        await using var host = await EvaluatedHost.StartAsync(cache, null, [.. Modes.Settings(mode), .. settings]);
        var fixes = set.Documents.Select(document => Mapping.Fix(set.Name, document)).ToList();
        if (mode != Mode.Words && cache is not null)
            await EmbedAsync(host, fixes, ct);
        var ids = await host.ImportAsync([.. fixes.Select(Submission)], ct);
        var documents = ids.Zip(fixes, (id, fix) => (id, fix.Document)).DistinctBy(pair => pair.id).ToDictionary(pair => pair.id, pair => pair.Document);
        var known = fixes.Zip(ids, (fix, id) => (fix.Document, id)).ToDictionary(pair => pair.Document, pair => pair.id);
        await host.ReadyAsync(ct);
        var scores = new List<Scores>();
        foreach (var query in set.Queries)
        {
            var question = Mapping.Question(set.Name, query);
            var answer = await host.SendAsync(Query(question, known), ct);
            if (!answer.Complete)
                throw new InvalidOperationException($"{set.Name} {question.Query}: the answer is incomplete: {string.Join(", ", answer.Sources)}");
            var ranked = answer.Results.Concat(answer.Candidates).Select(hit => documents[hit.Fix!.Fix.Id]).Where(document => document != question.Self).Distinct();
            scores.Add(Scores.Of([.. ranked], set.Right[question.Query]));
        }

        return scores;
    }

    // The product embeds one text after the other; to measure ranking it may go faster.
    private static Task EmbedAsync(EvaluatedHost host, IReadOnlyList<SetFix> fixes, CancellationToken ct) => Parallel.ForEachAsync(
        fixes.Select(fix => fix.Issue).Distinct(), new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
        async (text, cancel) => await host.Get<IEmbedder>().EmbedDocumentAsync(text, cancel));

    private static FixSubmission Submission(SetFix fix) => new()
    {
        Issue = fix.Issue,
        Solution = fix.Solution,
        Source = fix.Source,
        SourceId = fix.Document,
        Scope = fix.Service is null ? null : new Scope(fix.Service),
        Ts = fix.Ts,
    };

    private static RecallQuery Query(SetQuestion question, Dictionary<string, Guid> known) => new(
        question.Key, Depth, Candidates: true, Before: question.Before,
        Filter: question.Service is null ? null : new RecallFilter(Service: question.Service),
        Exclude: question.Self is { } self && known.TryGetValue(self, out var id) ? [id.ToString()] : null);
}
