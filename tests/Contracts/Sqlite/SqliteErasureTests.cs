using System.Text;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>What was erased is in no byte of the folder when the answer comes.</summary>
[TestFixture]
public sealed class SqliteErasureTests
{
    private const int Others = 400;

    private static readonly Random Seeded = new(4711);

    private TemporaryStore _temporary = null!;
    private SqliteFixMemory _memory = null!;

    [SetUp]
    public void Open()
    {
        _temporary = new TemporaryStore();
        _memory = new SqliteFixMemory(_temporary.Store);
    }

    [TearDown]
    public async Task Close() => await _temporary.DisposeAsync();

    [Test]
    public async Task No_byte_of_an_erased_fix_is_left_in_the_folder()
    {
        await FillAsync(Others / 2);
        string[] canaries = ["canaryissue9x7q", "canarysolution5k2w", "canarytag8m3z", "canarymeta4v6b", "canarynote2h9j", "canaryreport7d1f", "canaryunique6p0s"];
        var report = Report($"{canaries[0]} {canaries[6]} the disk {Noise(40)}", $"mount it again {canaries[1]} {Noise(60)}") with
        {
            Tags = [canaries[2]],
            Metadata = new Metadata($$"""{"why":"{{canaries[3]}}"}"""),
        };
        var id = (await _memory.TakeFixAsync(report, new WriteKey("k", 0, "d"), CancellationToken.None))!.Value.Id;
        await FillAsync(Others / 2);
        await _memory.TakeFixAsync(report with { Id = Guid.CreateVersion7(), IssueText = $"{report.IssueText}  {canaries[5]}", Ts = report.Ts + 1 }, null, CancellationToken.None);
        await _memory.RecordOutcomeAsync(
            new OutcomeReport(Guid.CreateVersion7(), id, OutcomeKind.Worked, new Evidence(EvidenceKind.Person, canaries[4]), null, Scope.Everywhere, 5), null, CancellationToken.None);
        Assert.That(canaries.Where(IsInFolder), Is.EqualTo(canaries), "the search finds what is there");

        var receipt = await _memory.EraseAsync(RecordKind.Fix, id, 6, CancellationToken.None);

        Assert.That((receipt!.Memory, receipt.Already), Is.EqualTo((true, false)));
        Assert.That(canaries.Where(IsInFolder), Is.Empty);
        Assert.That(IsInFolder("filler0"), Is.True, "the others are there");
    }

    [Test]
    public async Task No_byte_of_an_erased_memory_is_left_in_the_folder()
    {
        var memory = new Memory(Guid.CreateVersion7(), "where canarykey3t8r is", $"in the safe canarycontent1y5u {Noise(2000)}", null, null, Scope.Everywhere, 5);
        await _memory.TakeMemoryAsync(memory, null, CancellationToken.None);
        await FillAsync(Others);
        string[] canaries = ["canarykey3t8r", "canarycontent1y5u"];
        Assert.That(canaries.Where(IsInFolder), Is.EqualTo(canaries));

        await _memory.EraseAsync(RecordKind.Memory, memory.Id, 6, CancellationToken.None);

        Assert.That(canaries.Where(IsInFolder), Is.Empty);
    }

    [Test]
    public async Task A_read_that_holds_the_log_back_makes_the_erasure_pending_and_not_false()
    {
        var id = (await _memory.TakeFixAsync(Report("canaryissue9x7q", "restart"), null, CancellationToken.None))!.Value.Id;
        var reading = _memory.ExportAsync(CancellationToken.None).GetAsyncEnumerator();
        await reading.MoveNextAsync();
        var erasing = _memory.EraseAsync(RecordKind.Fix, id, 6, CancellationToken.None);
        while (!erasing.IsCompleted)
        {
            await Task.Delay(5);
            _temporary.Time.Advance(TimeSpan.FromMilliseconds(100));
        }

        var whileRead = await erasing;
        await reading.DisposeAsync();
        var afterwards = await _temporary.Store.Log.TryEmptyAsync(CancellationToken.None);

        Assert.That((whileRead!.Memory, afterwards), Is.EqualTo((false, true)));
        Assert.That(IsInFolder("canaryissue9x7q"), Is.False);
    }

    [Test]
    public async Task A_replay_of_an_erased_record_says_so_and_one_of_a_living_record_gives_its_text_back()
    {
        var key = new WriteKey("k", 0, "d");
        var first = await _memory.TakeFixAsync(Report("disk full on db-1", "clean /tmp"), key, CancellationToken.None);
        var replay = await _memory.TakeFixAsync(Report("disk full on db-1", "clean /tmp"), key, CancellationToken.None);
        await _memory.EraseAsync(RecordKind.Fix, first!.Value.Id, 6, CancellationToken.None);
        var refused = Assert.ThrowsAsync<DomainException>(() => _memory.TakeFixAsync(Report("disk full on db-1", "clean /tmp"), key, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(replay, Is.EqualTo(first with { Replayed = true }));
            Assert.That(refused!.Code, Is.EqualTo(ProblemCodes.Erased));
        }
    }

    private async Task FillAsync(int count) => await Task.WhenAll(Enumerable.Range(0, count).Select(i =>
        _memory.TakeFixAsync(Report($"filler{i} {Noise(30)}", Noise(Seeded.Next(1, 300))), null, CancellationToken.None)));

    private static FixReport Report(string issue, string solution) => new()
    {
        Id = Guid.CreateVersion7(),
        Fingerprint = Issue.FromText(issue).Fingerprint,
        IssueText = issue,
        Solution = solution,
        Ts = 5,
    };

    private static string Noise(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => $"c{(char)Seeded.Next('a', 'z')}{Seeded.Next(100_000):x}"));

    private bool IsInFolder(string text)
    {
        var needle = Encoding.UTF8.GetBytes(text);
        return Directory.GetFiles(_temporary.Folder).Any(file => Bytes(file).AsSpan().IndexOf(needle) >= 0);
    }

    private static byte[] Bytes(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
