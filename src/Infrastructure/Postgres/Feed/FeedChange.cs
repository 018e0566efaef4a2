using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Search.Serving;

namespace ObsControlPlane.Infrastructure.Postgres.Feed;

/// <summary>What committed writes did to one record, for what is derived from the record. Several writes of one record may be told as one change.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Rid">Row of the record, which no other record ever has; 0 for <see cref="RecordChangeKind.ModelServes"/>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Record">The record as it is now, when it was added or changed; null when it is gone already, which another change will tell.</param>
/// <param name="Vector">Its vector, when it was added or one of the model that serves was stored; null when there is none yet, or that is damaged.</param>
/// <param name="Model">The model that serves.</param>
internal sealed record FeedChange(
    RecordChangeKind Kind, long Rid, Guid Id, IndexableRecord? Record = null, float[]? Vector = null, ModelStamp? Model = null);

/// <summary>Some changes.</summary>
/// <param name="Changes">In the order of their transactions' beginnings.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="HasMore">True when more are there already.</param>
internal sealed record ChangePage(IReadOnlyList<FeedChange> Changes, ChangePosition Next, bool HasMore);
