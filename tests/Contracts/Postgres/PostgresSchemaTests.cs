using Microsoft.EntityFrameworkCore;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Postgres;
using ObsControlPlane.Infrastructure.Postgres.Schema;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>The schema and how a database comes to it.</summary>
public sealed class PostgresSchemaTests
{
    [Test]
    public async Task The_migrations_make_what_the_model_says()
    {
        await using var store = new PostgresStore(new PostgresOptions { ConnectionString = "Host=nowhere;Database=none" }, TimeProvider.System);
        await using var context = PostgresSchema.Context(store);

        Assert.That(context.Database.HasPendingModelChanges(), Is.False, "a table was changed without a migration");
    }

    [Test]
    [Category(PostgresRecord.Name)]
    public async Task Many_processes_may_migrate_at_once()
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync();
        var stores = Enumerable.Range(0, 6).Select(_ => database.Open()).ToList();
        await Task.WhenAll(stores.Select(store => PostgresSchema.MigrateAsync(store, CancellationToken.None)));
        var memory = new PostgresFixMemory(stores[0]);
        await memory.TellAsync(Samples.Told());
        await PostgresSchema.MigrateAsync(stores[1], CancellationToken.None);

        Assert.That((await memory.GetStatsAsync(CancellationToken.None)).SchemaVersion, Is.EqualTo(2));
    }

    [Test]
    [Category(PostgresRecord.Name)]
    public async Task A_migration_that_is_broken_off_leaves_nothing_and_the_next_completes_it()
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync();
        await database.RunAsync("CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken off' USING ERRCODE = '57014'; END $$");
        await database.RunAsync("CREATE EVENT TRIGGER broken ON ddl_command_end WHEN TAG IN ('ALTER TABLE') EXECUTE FUNCTION refuse()");
        var store = database.Open();
        Assert.That(() => PostgresSchema.MigrateAsync(store, CancellationToken.None), Throws.TypeOf<StartupException>());
        await database.RunAsync("DROP EVENT TRIGGER broken");
        await PostgresSchema.MigrateAsync(store, CancellationToken.None);

        Assert.That((await new PostgresFixMemory(store).GetStatsAsync(CancellationToken.None)).SchemaVersion, Is.EqualTo(2));
    }

    [Test]
    [Category(PostgresRecord.Name)]
    public async Task A_database_of_a_newer_program_is_not_touched()
    {
        await TemporaryDatabase.RequireServerAsync();
        await using var database = await TemporaryDatabase.CreateAsync();
        var store = await database.OpenReadyAsync();
        await database.RunAsync($"INSERT INTO {PostgresSchema.History} VALUES ('29990101000000_Later', '99')");
        var refused = Assert.ThrowsAsync<StartupException>(() => PostgresSchema.MigrateAsync(store, CancellationToken.None));

        Assert.That(refused!.ExitCode, Is.EqualTo(StartupException.DataNewer));
    }
}
