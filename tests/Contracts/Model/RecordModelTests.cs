using CsCheck;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Postgres;
using ObsControlPlane.Contracts.Reference;
using ObsControlPlane.Contracts.Sqlite;
using ObsControlPlane.Infrastructure.Search;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Model;

/// <summary>Whatever is done, every adapter of the record answers as the reference does.</summary>
public sealed class RecordModelTests
{
    private const int Runs = 60;
    private const int RunsOverNetwork = 25;

    private static readonly OperationKind[] Kinds = Often(
        (10, OperationKind.Tell), (4, OperationKind.Keep), (5, OperationKind.Outcome), (2, OperationKind.Correct), (3, OperationKind.Erase),
        (12, OperationKind.Embed), (2, OperationKind.Adopt), (1, OperationKind.ReEmbed), (1, OperationKind.DeleteOld));

    private static readonly Gen<RecordOperation> Operations = Gen.Select(
        Gen.Int[0, Kinds.Length - 1].Select(at => Kinds[at]),
        Gen.Int[0, 11], Gen.Int[0, 11], Gen.Int[0, 11], (kind, one, two, three) => new RecordOperation(kind, one, two, three));

    private static readonly Gen<RecordQuestion> Questions = Gen.Select(
        Gen.Int[0, 11], Gen.Int[0, 11], Gen.Int[0, 11], Gen.Int[1, 20], (one, two, three, depth) => new RecordQuestion(one, two, three, depth));

    [Test]
    public void The_words_are_the_same_to_every_adapter() =>
        Assert.That(RecordOperation.Words.SelectMany(word => OpsTokenizer.Terms(word)), Is.EqualTo(RecordOperation.Words));

    [Test]
    public async Task All_adapters_agree_with_the_reference_whatever_is_done()
    {
        await using var plain = await ResetStore.OpenAsync();
        await using var followed = await ResetStore.OpenAsync();
        await Gen.Select(Operations, Questions).Array[1, 60].SampleAsync(
            async steps =>
            {
                await plain.EmptyAsync();
                await followed.EmptyAsync();
                using var feeder = IndexFeeding.FeederOver(followed.Store);
                await feeder.StartLoadedAsync();
                RecordStore[] stores =
                [
                    await new ReferenceRecord(ReferenceRules.Contract).StartEmptyAsync(),
                    SqliteRecord.Over(plain.Store, new SqliteFixSearch(plain.Store)),
                    SqliteRecord.Over(followed.Store, IndexFeeding.SearchOver(followed.Store, feeder)),
                ];
                await AgreeAsync(stores, steps);
                await feeder.StopAsync(CancellationToken.None);
            },
            iter: Runs, threads: 1);
    }

    [Test]
    [Category(PostgresRecord.Name)]
    public async Task PostgreSQL_agrees_with_the_reference_whatever_is_done()
    {
        var postgres = new PostgresRecord();
        await postgres.RequireServerAsync();
        await Gen.Select(Operations, Questions).Array[1, 60].SampleAsync(
            async steps => await AgreeAsync([await new ReferenceRecord(ReferenceRules.Contract).StartEmptyAsync(), await postgres.StartEmptyAsync()], steps),
            iter: RunsOverNetwork, threads: 1);
    }

    private static OperationKind[] Often(params (int Times, OperationKind Kind)[] kinds) => [.. kinds.SelectMany(kind => Enumerable.Repeat(kind.Kind, kind.Times))];

    private static async Task AgreeAsync(RecordStore[] stores, (RecordOperation Operation, RecordQuestion Question)[] steps)
    {
        var known = new List<(RecordKind Kind, Guid Id)>();
        for (var at = 0; at < steps.Length; at++)
        {
            var (operation, question) = steps[at];
            var (answers, views) = (new List<string>(), new List<string>());
            foreach (var store in stores)
                answers.Add(await operation.ApplyAsync(store, at + 1, known));
            Assert.That(answers, Is.All.EqualTo(answers[0]), $"step {at}: {operation}");
            if (operation.Kind is OperationKind.Tell or OperationKind.Correct)
                known.Add((RecordKind.Fix, Samples.Id(at + 1)));
            if (operation.Kind == OperationKind.Keep)
                known.Add((RecordKind.Memory, Samples.Id(at + 1)));
            foreach (var store in stores)
                views.Add(await question.AskAsync(store, known));
            Assert.That(views, Is.All.EqualTo(views[0]), $"after step {at}: {operation}, asked {question}");
        }
    }

    /// <summary>A data file that is emptied between runs.</summary>
    private sealed class ResetStore(TemporaryStore temporary, SqliteReset reset) : IAsyncDisposable
    {
        public SqliteStore Store => temporary.Store;

        public static async Task<ResetStore> OpenAsync()
        {
            var temporary = new TemporaryStore(new SqliteOptions { MakesVectors = true });
            return new ResetStore(temporary, await SqliteReset.OfAsync(temporary.Store.File));
        }

        public Task EmptyAsync() => reset.EmptyAsync();

        public async ValueTask DisposeAsync()
        {
            await reset.DisposeAsync();
            await temporary.DisposeAsync();
        }
    }
}
