using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Memories;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The rules of the vectors, one member each; a deliberately broken store breaks one of them.</summary>
internal sealed record VectorRules
{
    /// <summary>Whether a record that is taken in waits for a vector.</summary>
    internal Func<RecordKind, bool> Waits { get; init; } = _ => true;

    /// <summary>Whether a record that is told again waits again.</summary>
    internal bool WaitsAgain { get; init; }

    internal Func<Fix, string> TextOfFix { get; init; } = fix => fix.IssueText;

    internal Func<Memory, string> TextOfMemory { get; init; } = memory => memory.Key + "\n" + memory.Content;

    internal Func<IEnumerable<Guid>, IEnumerable<Guid>> WaitingOrder { get; init; } = ids => ids;

    /// <summary>Whether a record is said to have no vector, from whether it has none.</summary>
    internal Func<bool, bool> FindsWithout { get; init; } = without => without;

    internal bool EndsOnRequest { get; init; } = true;

    internal Func<int, int> Limit { get; init; } = limit => limit;

    /// <summary>State of a record's vector, as a receipt tells it, from whether it waits.</summary>
    internal Func<bool, VectorState> Told { get; init; } = waits => waits ? VectorState.Pending : VectorState.Ready;

    internal Func<ModelStamp, ModelStamp, bool> SameModel { get; init; } = (one, other) => one == other;

    /// <summary>The model that serves, from the one that did and the one that is configured.</summary>
    internal Func<ModelStamp?, ModelStamp, ModelStamp> Adopted { get; init; } = (serving, configured) => serving ?? configured;

    /// <summary>Whether the vectors of another model are given up when the one that serves is adopted again.</summary>
    internal bool GivesUp { get; init; } = true;

    /// <summary>Whether vectors of a model are taken, from whether it serves or is made.</summary>
    internal Func<bool, bool> Takes { get; init; } = known => known;

    internal bool NeedsTheRecord { get; init; } = true;

    internal bool Replaces { get; init; } = true;

    /// <summary>Whether a stored vector ends the waiting, from whether it is of the model that is wanted.</summary>
    internal Func<bool, bool> EndsWaiting { get; init; } = isWanted => isWanted;

    /// <summary>Starting to re-embed lets every record wait.</summary>
    internal bool LetsAllWait { get; init; } = true;

    /// <summary>Whether a repeat starts anew while it runs.</summary>
    internal bool StartsAnew { get; init; }

    /// <summary>Whether the model that is made serves, from how many records wait.</summary>
    internal Func<int, bool> IsWhole { get; init; } = waiting => waiting == 0;

    internal bool DeletesWhatServes { get; init; }

    internal bool ErasesVectors { get; init; } = true;

    internal bool ErasesWaiting { get; init; } = true;

    internal Func<VectorStats, VectorStats> Stats { get; init; } = stats => stats;
}
