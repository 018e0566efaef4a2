using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>The reference of the record, or one with a broken rule.</summary>
internal sealed class ReferenceRecord(ReferenceRules rules, string adapter = "reference") : Harness<RecordStore>(adapter)
{
    public override Task<RecordStore> StartEmptyAsync()
    {
        var store = new ReferenceStore(rules);
        return Task.FromResult(new RecordStore(
            new ReferenceFixMemory(store), new ReferenceFixSearch(store), new ReferenceVectorMemory(store), new ReferenceAgentRegistry(store), new ReferenceTelemetryLog(store)));
    }
}

/// <summary>The reference of the graph, or one with a broken rule.</summary>
internal sealed class ReferenceGraph(ReferenceRules rules, string adapter = "reference") : Harness<IFixGraph>(adapter)
{
    public override Task<IFixGraph> StartEmptyAsync() => Task.FromResult<IFixGraph>(new ReferenceFixGraph(rules));
}
