using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Contracts.Model;

/// <summary>One thing that is done to a store; numbers choose from small sets, so that operations meet the same records again and again.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="One">First choice, 0–11.</param>
/// <param name="Two">Second choice, 0–11.</param>
/// <param name="Three">Third choice, 0–11.</param>
internal sealed record RecordOperation(OperationKind Kind, int One, int Two, int Three)
{
    // None of them is changed by a stemmer, left out as a stop word or joined to another.
    internal static readonly string[] Words = ["disk", "kern", "vortex", "quorum", "zinc", "cobalt", "tundra", "onyx"];

    private static readonly Scope[] Scopes = [Scope.Everywhere, Samples.Web1, Samples.Web2, new("pay", "web-1", "prod", "1")];

    private string Issue => $"{Words[One % 4]} {Words[Two % 3]}";

    private Scope Scope => Scopes[Three % Scopes.Length];

    private long Ts => Samples.Now + ((One + (5 * Two) + (7 * Three)) % 9 * Samples.Hour);

    /// <summary>Does it; what the store answers is told in a line, the same from every store.</summary>
    /// <param name="store">The store.</param>
    /// <param name="at">Number of the operation, which new records are named by.</param>
    /// <param name="known">Ids that were given to records, erased ones included.</param>
    internal async Task<string> ApplyAsync(RecordStore store, int at, IReadOnlyList<(RecordKind Kind, Guid Id)> known)
    {
        var id = Samples.Id(at);
        switch (Kind)
        {
            case OperationKind.Tell:
                var told = await store.Memory.TellAsync(Samples.Told(
                    Issue, $"{Words[4 + (Three % 4)]} it", success: One % 3 == 0 ? null : Two % 2 == 0, agent: $"a{Three % 2}", scope: Scope, ts: Ts,
                    tags: Two % 3 == 0 ? ["hot"] : [], id: id));
                return $"{told.Id} {told.Deduplicated} {told.Vector} {told.Ts}";
            case OperationKind.Keep:
                var kept = await store.Memory.KeepAsync(Samples.Note($"note{One % 3}", $"{Words[Two % 8]} {Words[Three % 3]}", $"a{Three % 2}", Scope, Ts, id: id));
                return $"{kept.Id} {kept.Deduplicated} {kept.Vector} {kept.Ts}";
            default:
                return known.Count == 0 ? "" : await ToKnownAsync(store, id, known[((One * 12) + Two) % known.Count]);
        }
    }

    private async Task<string> ToKnownAsync(RecordStore store, Guid id, (RecordKind Kind, Guid Id) record)
    {
        switch (Kind)
        {
            case OperationKind.Outcome:
                return await Refusal.OfAsync(() => store.Memory.RecordOutcomeAsync(
                    Samples.Outcome(record.Id, (OutcomeKind)(Three % 5), (EvidenceKind)(Two % 3), scope: Scope, ts: Ts, id: id), null, CancellationToken.None)) ?? "done";
            case OperationKind.Correct:
                return await CorrectAsync(store, id, record.Id);
            case OperationKind.Erase:
                return $"{(await store.Memory.EraseAsync(record.Kind, record.Id, Samples.Now, CancellationToken.None))?.Already}";
            case OperationKind.Embed:
                return $"{await store.EmbedAsync(ModelOf(Three), (record.Id, Degrees))}";
            case OperationKind.Adopt:
                return $"{await store.AdoptAsync(ModelOf(Three))}";
            case OperationKind.ReEmbed:
                return $"{await store.ReEmbedAsync(ModelOf(Three))}";
            default:
                return $"{await store.Vectors.DeleteOldVectorsAsync(1 + Two, CancellationToken.None)}";
        }
    }

    internal static ModelStamp ModelOf(int choice) => choice % 3 == 0 ? Searching.Second : Searching.First;

    // None is as near as another to a question at either end, save one with the same number.
    private double Degrees => ((One * 12) + Two) % 36 * 5;

    private async Task<string> CorrectAsync(RecordStore store, Guid successor, Guid id)
    {
        if (await Refusal.OfAsync(() => store.Memory.GetFixAsync(id, CancellationToken.None)) is { } refused)
            return refused;
        if (await store.Memory.GetFixAsync(id, CancellationToken.None) is not { } fix)
            return "unknown";
        var corrected = await store.Memory.CorrectFixAsync(
            Samples.Correction(id, fix.Fix.Revision, Three % 2 == 0 ? null : $"{Words[One % 8]} {successor:N}", ["cold"], scope: Scope, successor: successor), CancellationToken.None);
        return $"{corrected!.Id} {corrected.Supersedes}";
    }
}

/// <summary>What can be done to a store.</summary>
internal enum OperationKind
{
    /// <summary>A fix is told, for the first time or again.</summary>
    Tell = 0,

    /// <summary>A memory is kept.</summary>
    Keep = 1,

    /// <summary>An outcome is recorded.</summary>
    Outcome = 2,

    /// <summary>A fix is corrected.</summary>
    Correct = 3,

    /// <summary>A record is erased.</summary>
    Erase = 4,

    /// <summary>A vector is stored.</summary>
    Embed = 5,

    /// <summary>A model is adopted.</summary>
    Adopt = 6,

    /// <summary>Every vector is to be made anew.</summary>
    ReEmbed = 7,

    /// <summary>Old vectors are deleted.</summary>
    DeleteOld = 8,
}
