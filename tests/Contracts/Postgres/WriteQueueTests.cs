using Npgsql;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>Writes of one process share transactions, and none of them feels it.</summary>
[Category(PostgresRecord.Name)]
public sealed class WriteQueueTests
{
    private const int Many = 200;

    private TemporaryDatabase _database = null!;
    private PostgresStore _store = null!;
    private PostgresFixMemory _memory = null!;

    [SetUp]
    public async Task Open()
    {
        await TemporaryDatabase.RequireServerAsync();
        _database = await TemporaryDatabase.CreateAsync();
        _store = await _database.OpenReadyAsync();
        _memory = new PostgresFixMemory(_store);
    }

    [TearDown]
    public async Task Close()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }

    [Test]
    public async Task What_arrives_together_is_committed_together_with_an_answer_for_each()
    {
        var told = await AllAsync(Many, i => _memory.TellAsync(Samples.Told($"issue {Word(i)}", success: true)));
        var stats = await _memory.GetStatsAsync(CancellationToken.None);
        var transactions = await ScalarAsync("SELECT count(DISTINCT xmin::text) FROM memori_metadata");
        Assert.Multiple(() =>
        {
            Assert.That((stats.Fixes, stats.Outcomes), Is.EqualTo(((long)Many, (long)Many)));
            Assert.That(told.Select(receipt => receipt.Id), Is.Unique);
            Assert.That(told.Select(receipt => receipt.Revision), Is.Unique);
            Assert.That(transactions, Is.LessThan(Many / 4));
        });
    }

    [Test]
    public async Task What_concerns_one_issue_is_made_one_after_the_other_and_nothing_is_lost()
    {
        var first = await _memory.TellAsync(Samples.Told("issue a", "solution"));
        await AllAsync(Many, i => i % 2 == 0
            ? (Task)_memory.TellAsync(Samples.Told($"issue {Word(i % 3)}", $"solution {i % 5}", agent: $"agent {i}"))
            : _memory.RecordAsync(Samples.Outcome(first.Id, application: $"deploy-{i}", scope: Samples.Web1)));
        var fixes = await _memory.ListFixesAsync(new FixListQuery(100), CancellationToken.None);
        Assert.Multiple(() =>
        {
            Assert.That(fixes.Sum(fix => fix.Fix.Sightings), Is.EqualTo(1 + (Many / 2)));
            Assert.That(fixes.Sum(fix => fix.Fix.Outcomes.Worked), Is.EqualTo(Many / 2));
        });
    }

    [Test]
    public async Task What_is_refused_or_finds_nothing_leaves_the_others_alone()
    {
        var erased = (await _memory.TellAsync(Samples.Told("issue x"))).Id;
        await _memory.EraseAsync(RecordKind.Fix, erased, Samples.Now, CancellationToken.None);
        var answers = await AllAsync(60, async i => (i % 3) switch
        {
            0 => (await _memory.TellAsync(Samples.Told($"issue {Word(i)}"))).Id.ToString(),
            1 => await TryAsync(() => _memory.RecordOutcomeAsync(Samples.Outcome(erased, application: $"deploy-{i}"), null, CancellationToken.None)),
            _ => await TryAsync(() => _memory.RecordOutcomeAsync(Samples.Outcome(Samples.NewId(), application: $"deploy-{i}"), null, CancellationToken.None)),
        });
        Assert.Multiple(() =>
        {
            Assert.That(answers.Where((_, i) => i % 3 == 1), Is.All.EqualTo(ProblemCodes.Erased));
            Assert.That(answers.Where((_, i) => i % 3 == 2), Is.All.EqualTo("nothing"));
        });
        Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(20));
    }

    [Test]
    public async Task A_row_that_the_server_refuses_is_refused_alone()
    {
        await _database.RunAsync("ALTER TABLE memori_metadata ADD CONSTRAINT unwanted CHECK (issue NOT LIKE '%unwanted%')");
        var answers = await AllAsync(60, i => TryAsync(() => _memory.TakeFixAsync(
            Samples.Told(i % 20 == 7 ? $"unwanted {Word(i)}" : $"issue {Word(i)}"), null, CancellationToken.None)));
        Assert.Multiple(() =>
        {
            Assert.That(answers.Where((_, i) => i % 20 == 7), Is.All.EqualTo("refused"));
            Assert.That(answers.Where((_, i) => i % 20 != 7), Is.All.EqualTo("something"));
        });
        Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(57));
    }

    [Test]
    public async Task One_that_another_process_holds_up_holds_up_no_other()
    {
        await using var other = new NpgsqlConnection(_database.Options.ConnectionString);
        await other.OpenAsync();
        await using var holding = await other.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", other))
        {
            hold.Parameters.Add(new NpgsqlParameter { Value = $"issue:{Issue.FromText("issue held").Fingerprint}" });
            await hold.ExecuteNonQueryAsync();
        }

        var held = _memory.TellAsync(Samples.Told("issue held"));
        await AllAsync(20, i => _memory.TellAsync(Samples.Told($"issue {Word(i)}")));
        Assert.That(held.IsCompleted, Is.False);
        await holding.RollbackAsync();
        await held;
        Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(21));
    }

    [Test]
    public async Task Connections_that_the_server_ends_cost_no_write()
    {
        await AllAsync(20, i => _memory.TellAsync(Samples.Told($"issue {Word(i)}")));
        await _database.RunAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");
        await AllAsync(20, i => _memory.TellAsync(Samples.Told($"issue {Word(20 + i)}")));
        Assert.That((await _memory.GetStatsAsync(CancellationToken.None)).Fixes, Is.EqualTo(40));
    }

    // Numbers are masked and make no other issue.
    private static string Word(int i) => string.Concat(i.ToString(System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + digit - '0')));

    private static async Task<string> TryAsync<T>(Func<Task<Written<T>?>> write)
        where T : class
    {
        try
        {
            return await write() is null ? "nothing" : "something";
        }
        catch (DomainException exception)
        {
            return exception.Code;
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal)
        {
            return "refused";
        }
    }

    private static Task<T[]> AllAsync<T>(int count, Func<int, Task<T>> act) => Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => act(i))));

    private static Task AllAsync(int count, Func<int, Task> act) => Task.WhenAll(Enumerable.Range(0, count).Select(i => Task.Run(() => act(i))));

    private async Task<long> ScalarAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_database.Options.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
