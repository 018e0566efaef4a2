using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>A search index and the model of its vectors. One writer; readers take <see cref="View"/>.</summary>
internal sealed class ServingIndex
{
    private readonly SearchIndex _index = new();
    private ModelStamp? _model;
    private bool _hasVectors;
    private volatile ServingView _view;

    public ServingIndex() => _view = new ServingView(_index.View, null);

    /// <summary>What was published last.</summary>
    public ServingView View => _view;

    /// <summary>Adds a record.</summary>
    public void Put(IndexableRecord record, IndexedText terms) => _index.Put(record.Rid, record.Facts, record.Fingerprint, terms);

    /// <summary>Forgets all vectors: those of a model follow.</summary>
    public void BeginVectors(ModelStamp model)
    {
        _model = model;
        _hasVectors = false;
        _index.ResetVectors(model.Dimension);
        Publish();
    }

    /// <summary>Adds a record's vector, of the model that was named.</summary>
    public void PutVector(long rid, float[] vector) => _index.PutVector(rid, vector);

    /// <summary>All vectors that there were are added.</summary>
    public void EndVectors() => _hasVectors = true;

    /// <summary>Applies what a committed write did.</summary>
    /// <param name="change">The change.</param>
    /// <param name="record">The record as it is now; null when it is gone.</param>
    public void Apply(RecordChange change, IndexableRecord? record)
    {
        switch (change.Kind)
        {
            case RecordChangeKind.Added when record is not null && record.Facts.Id == change.Id:
                Put(record, change.Terms ?? record.Terms());
                break;
            case RecordChangeKind.Changed when record is not null && record.Facts.Id == change.Id:
                _index.Update(change.Rid, record.Facts);
                break;
            case RecordChangeKind.Removed:
                _index.Remove(change.Rid);
                HasErased = true;
                break;
            case RecordChangeKind.Embedded when _model is not null && change.Model == _model:
                PutVector(change.Rid, change.Vector!);
                break;
        }
    }

    /// <summary>True while copies of an erased record's words and vector may be in memory still, seen by nobody.</summary>
    public bool HasErased { get; private set; }

    /// <summary>Forgets those copies.</summary>
    public void Forget()
    {
        _index.Compact();
        HasErased = false;
        Publish();
    }

    /// <summary>Lets readers see everything since the last time.</summary>
    public void Publish()
    {
        _index.Publish();
        _view = new ServingView(_index.View, _hasVectors ? _model : null);
    }
}

/// <summary>What an index held at one moment.</summary>
/// <param name="Records">The records.</param>
/// <param name="Model">The model of their vectors; null while there are none, or not all are read.</param>
/// <param name="LagMilliseconds">Age of what it holds, where the record could not be asked what came since; 0 when it is current.</param>
internal sealed record ServingView(SearchView Records, ModelStamp? Model, long LagMilliseconds = 0);
