using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Searching;

namespace ObsControlPlane.Infrastructure.Postgres.Feed;

/// <summary>What committed writes did to one record, for what is derived from the record. Several writes of one record may be told as one change.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Rid">Row of the record, which no other record ever has; 0 for <see cref="RecordChangeKind.ModelServes"/>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Record">The record as it is now, when it was added or changed; null when it is gone already, which another change will tell.</param>
/// <param name="Vector">Its vector, when one of the model that serves was stored; null when that is damaged.</param>
/// <param name="Model">The model of that vector, or the one that serves from now on.</param>
internal sealed record RecordChange(
    RecordChangeKind Kind, long Rid, Guid Id, IndexableRecord? Record = null, float[]? Vector = null, ModelStamp? Model = null);

/// <summary>What can happen to a record.</summary>
internal enum RecordChangeKind
{
    /// <summary>It was taken in.</summary>
    Added = 0,

    /// <summary>Something of it changed, but not its texts.</summary>
    Changed = 1,

    /// <summary>It was erased.</summary>
    Removed = 2,

    /// <summary>Its vector was stored.</summary>
    Embedded = 3,

    /// <summary>The vectors of another model are searched from now on.</summary>
    ModelServes = 4,
}

/// <summary>Some changes.</summary>
/// <param name="Changes">In the order of their transactions' beginnings.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="HasMore">True when more are there already.</param>
internal sealed record ChangePage(IReadOnlyList<RecordChange> Changes, ChangePosition Next, bool HasMore);
