using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>What a committed write did to one record, for what is derived from the record.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Rid">Row of the record; 0 for <see cref="RecordChangeKind.ModelServes"/>.</param>
/// <param name="Id">Its id, when it was added or changed: a later record may have the row of an erased one.</param>
/// <param name="Terms">Its terms, when it was added and they are known; else they are cut anew.</param>
/// <param name="Vector">Its vector, when one of the model that serves was stored.</param>
/// <param name="Model">The model of that vector.</param>
internal readonly record struct RecordChange(
    RecordChangeKind Kind, long Rid, Guid Id = default, IndexedText? Terms = null, float[]? Vector = null, ModelStamp? Model = null);

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
