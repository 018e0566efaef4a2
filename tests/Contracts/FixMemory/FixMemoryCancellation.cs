using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>A caller who has gone is not answered, and what it asked for is not half done.</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryCancellation(Harness<RecordStore> harness)
{
    private static readonly CancellationToken Gone = new(canceled: true);

    private IFixMemory _memory = null!;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task A_cancelled_write_is_cancelled_and_changes_nothing()
    {
        var fix = await _memory.TellAsync(Samples.Told());

        using (Assert.EnterMultipleScope())
        {
            await Cancels(() => _memory.TakeFixAsync(Samples.Told(), null, Gone));
            await Cancels(() => _memory.TakeMemoryAsync(Samples.Note(), null, Gone));
            await Cancels(() => _memory.RecordOutcomeAsync(Samples.Outcome(fix.Id), null, Gone));
            await Cancels(() => _memory.RecordOccurrenceAsync(Samples.Seen(), null, Gone));
            await Cancels(() => _memory.CorrectFixAsync(Samples.Correction(fix.Id, fix.Revision, tags: ["x"]), Gone));
            await Cancels(() => _memory.EraseAsync(RecordKind.Fix, fix.Id, Samples.Now, Gone));
            await Cancels(() => _memory.ImportAsync(new ExportedFix(Fix.FirstTold(Samples.Told("other"), "other")), null, Gone));
        }

        var after = (await _memory.FixAsync(fix.Id)).Fix;
        var stats = await _memory.GetStatsAsync(CancellationToken.None);
        Assert.That((after.Revision, stats.Fixes, stats.Memories, stats.Outcomes), Is.EqualTo((fix.Revision, 1L, 0L, 0L)));
    }

    [Test]
    public async Task A_cancelled_read_is_cancelled()
    {
        var fix = await _memory.TellAsync(Samples.Told());

        using (Assert.EnterMultipleScope())
        {
            await Cancels(() => _memory.GetFixAsync(fix.Id, Gone));
            await Cancels(() => _memory.GetMemoryAsync(fix.Id, Gone));
            await Cancels(() => _memory.GetManyAsync([fix.Id], Gone));
            await Cancels(() => _memory.GetMemoriesAsync("runbook", 10, Gone));
            await Cancels(() => _memory.ListFixesAsync(new FixListQuery(10), Gone));
            await Cancels(() => _memory.FindSimilarAsync("checkout", 10, Gone));
            await Cancels(() => _memory.CountSuccessAsync(null, Gone));
            await Cancels(() => _memory.GetPatternsAsync(0, 0, Samples.Now, 10, Gone));
            await Cancels(async () => await _memory.ExportAsync(Gone).ToListAsync(CancellationToken.None));
            await Cancels(() => _memory.GetStatsAsync(Gone));
        }
    }

    private static async Task Cancels(Func<Task> act, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(act))] string asked = "") =>
        Assert.That(await Cancellation.OfAsync(act), Is.True, asked);
}
