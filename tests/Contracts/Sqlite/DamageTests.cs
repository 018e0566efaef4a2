using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>A flipped bit is noticed or harmless; a torn tail of the log is no damage.</summary>
[TestFixture]
[FixtureLifeCycle(LifeCycle.SingleInstance)]
public sealed class DamageTests
{
    private const int Trials = 60;

    // Half of it is in the file, half in the log, as a killed process leaves it.
    private string _sound = null!;
    private Dictionary<Guid, string> _told = null!;

    [OneTimeSetUp]
    public async Task Write()
    {
        _sound = Directory.CreateTempSubdirectory("ocp-sound-").FullName;
        var folder = Directory.CreateTempSubdirectory("ocp-store-").FullName;
        _told = [];
        await using (var first = SqliteStore.Open(folder, TimeProvider.System))
            await TellAsync(first, 0);
        await using (var second = SqliteStore.Open(folder, TimeProvider.System))
        {
            await TellAsync(second, 30);
            Copy(folder, _sound);
        }

        Directory.Delete(folder, recursive: true);
    }

    [OneTimeTearDown]
    public void Remove() => Directory.Delete(_sound, recursive: true);

    [Test]
    public async Task A_flipped_bit_anywhere_is_noticed_or_harmless()
    {
        var random = new Random(20260);
        var outcomes = new Dictionary<string, int>();
        for (var trial = 0; trial < Trials; trial++)
        {
            var file = trial % 2 == 0 ? "ocp.db" : "ocp.db-wal";
            var at = random.NextInt64(new FileInfo(Path.Combine(_sound, file)).Length);
            var outcome = await TryAsync(folder => Flip(Path.Combine(folder, file), at, random.Next(8)));
            Assert.That(outcome, Is.Not.EqualTo("wrong").And.Not.EqualTo("lost"), $"{file} at {at}");
            outcomes[outcome] = outcomes.GetValueOrDefault(outcome) + 1;
        }

        Assert.That(outcomes.Keys, Does.Contain("refused"), "the trials damage something");
        TestContext.Out.WriteLine(string.Join(", ", outcomes.Select(o => $"{o.Key} {o.Value}")));
    }

    [Test]
    public async Task A_flipped_bit_in_the_newest_transaction_of_the_log_is_noticed()
    {
        var end = new FileInfo(Path.Combine(_sound, "ocp.db-wal")).Length;
        foreach (var back in new[] { 1, 3000, 4096, 4100, 4104, 4108, 4112, 4119 })
            Assert.That(await TryAsync(folder => Flip(Path.Combine(folder, "ocp.db-wal"), end - back, 3)), Is.EqualTo("refused"), $"{back} before the end");
    }

    [TestCase(1)]
    [TestCase(2000)]
    [TestCase(4120)]
    public async Task A_log_that_was_cut_off_loses_its_newest_transaction_alone_and_is_no_damage(int missing)
    {
        var end = new FileInfo(Path.Combine(_sound, "ocp.db-wal")).Length;
        var outcome = await TryAsync(folder =>
        {
            using var log = File.OpenWrite(Path.Combine(folder, "ocp.db-wal"));
            log.SetLength(end - missing);
        });

        Assert.That(outcome, Is.EqualTo("lost"), "what was cut off had not been flushed");
    }

    [Test]
    public async Task A_page_of_the_newest_transaction_that_never_reached_the_disk_is_no_damage()
    {
        var end = new FileInfo(Path.Combine(_sound, "ocp.db-wal")).Length;
        var outcome = await TryAsync(folder =>
        {
            using var log = File.OpenWrite(Path.Combine(folder, "ocp.db-wal"));
            log.Position = end - 8000;
            log.Write(new byte[2000]);
        });

        Assert.That(outcome, Is.EqualTo("lost"));
    }

    private async Task<string> TryAsync(Action<string> damage)
    {
        var folder = Directory.CreateTempSubdirectory("ocp-flip-").FullName;
        Copy(_sound, folder);
        damage(folder);
        try
        {
            await using var store = SqliteStore.Open(folder, TimeProvider.System);
            return await ReadAsync(new SqliteFixMemory(store));
        }
        catch (StartupException)
        {
            return "refused";
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private async Task<string> ReadAsync(SqliteFixMemory memory)
    {
        var failed = false;
        foreach (var (id, told) in _told)
        {
            try
            {
                if (await memory.GetFixAsync(id, CancellationToken.None) is not { } record)
                    return "lost";
                if (Text(record) != told)
                    return "wrong";
            }
            catch (StoreUnavailableException)
            {
                failed = true;
            }
        }

        try
        {
            var listed = await memory.ListFixesAsync(new FixListQuery(200), CancellationToken.None);
            if (!listed.Select(f => f.Fix.Id).ToHashSet().SetEquals(_told.Keys))
                return "wrong";
        }
        catch (StoreUnavailableException)
        {
            failed = true;
        }

        return failed ? "failed" : "harmless";
    }

    private async Task TellAsync(SqliteStore store, int first)
    {
        var memory = new SqliteFixMemory(store);
        for (var i = first; i < first + 30; i++)
        {
            var issue = $"the queue named {(char)('a' + (i % 26))}{i / 26}x is stuck";
            var receipt = await memory.TakeFixAsync(
                new FixReport
                {
                    Id = Guid.CreateVersion7(),
                    Fingerprint = Issue.FromText(issue).Fingerprint,
                    IssueText = issue,
                    Solution = $"restart the consumer and replay the messages of {i}",
                    Success = i % 3 == 0,
                    Agent = "ops",
                    Ts = 1_000 + i,
                    Tags = ["queue"],
                },
                null, CancellationToken.None);
            _told[receipt!.Value.Id] = Text((await memory.GetFixAsync(receipt.Value.Id, CancellationToken.None))!);
        }
    }

    private static string Text(FixRecord record) => string.Join(
        '|', record.Fix, string.Join(',', record.Fix.Tags), string.Join(',', record.Evidence), string.Join(',', record.History), string.Join(',', record.Reports.Select(r => r with { Tags = [] })))
        .Replace("System.String[]", "", StringComparison.Ordinal);

    private static void Copy(string from, string to)
    {
        foreach (var name in new[] { "ocp.db", "ocp.db-wal" })
            File.Copy(Path.Combine(from, name), Path.Combine(to, name));
    }

    private static void Flip(string path, long at, int bit)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = at;
        var value = file.ReadByte();
        file.Position = at;
        file.WriteByte((byte)(value ^ (1 << bit)));
    }
}
