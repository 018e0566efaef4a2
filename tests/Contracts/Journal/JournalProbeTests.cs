using System.Diagnostics;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Outbox;
using ObsControlPlane.Infrastructure.Journal;
using ObsControlPlane.Infrastructure.Outbox;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>What is said of the journal, and what a write is told that neither the record nor the journal can take.</summary>
public sealed class JournalProbeTests
{
    [Test]
    public async Task It_says_how_many_wait_and_since_when()
    {
        await using var store = new JournaledRecord();
        var probe = new JournalProbe(store.Journal);
        await store.DrainAsync();
        var well = await probe.ReadAsync(default);
        store.Where.IsAway = true;
        await store.Memory.KeepAsync(Samples.Note());
        var one = await probe.ReadAsync(default);
        store.Time.Advance(TimeSpan.FromMinutes(1));
        await store.Memory.KeepAsync(Samples.Note(content: "other"));
        await store.Memory.RecordAsync(Samples.Outcome(Samples.Id(9)));
        var three = await probe.ReadAsync(default);
        var backlog = await new JournalBacklog(store.Journal).ReadAsync(default);
        store.Where.IsAway = false;
        await store.DrainAsync();
        var after = await new JournalBacklog(store.Journal).ReadAsync(default);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((well.IsUp, well.Message), Is.EqualTo((true, (string?)null)));
            Assert.That((one.IsUp, one.Message), Is.EqualTo((true, "The journal: 1 write waits for PostgreSQL since 2026-01-01T00:00:00Z.")));
            Assert.That((three.IsUp, three.Message), Is.EqualTo((true, "The journal: 3 writes wait for PostgreSQL since 2026-01-01T00:00:00Z.")));
            Assert.That(probe.Writing.Message, Is.Null, "answers from what was measured last");
            Assert.That(backlog, Is.EqualTo(new BacklogReading(3, new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds(), 0)));
            Assert.That(after, Is.EqualTo(new BacklogReading(0, null, 1)));
        }
    }

    [Test]
    public async Task The_outbox_tells_the_same_of_the_graph()
    {
        var outbox = new MemoryOutbox();
        outbox.Add(null);
        var backlog = new OutboxBacklog(outbox);

        Assert.That((backlog.Store, await backlog.ReadAsync(default)), Is.EqualTo(("graph", new BacklogReading(1, null, 0))));
    }

    [Test]
    public async Task A_write_that_the_journal_has_no_room_for_is_not_acknowledged()
    {
        await using var store = new JournaledRecord();
        store.Where.IsAway = true;
        await store.JournalFile.Writer.RunAloneAsync("limit the file", session => session.Run("PRAGMA max_page_count = 1"), default);
        var refused = Assert.ThrowsAsync<StoreUnavailableException>(() => store.Memory.KeepAsync(Samples.Note(content: new string('x', 100_000))));
        var writing = new JournalProbe(store.Journal).Writing;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((refused!.Store, refused.IsTransient, refused.IsOverload), Is.EqualTo(("memory", true, false)));
            Assert.That((writing.IsUp, writing.Message), Is.EqualTo((false, "The journal cannot be written. The disk of the data folder is full. No write can be acknowledged.")));
            Assert.That((await store.Journal.MeasureAsync(default)).Waiting, Is.Zero);
        }
    }

    [Test]
    public async Task On_a_full_disk_a_write_is_refused_and_one_after_it_has_room_again_is_held()
    {
        var folder = Directory.CreateTempSubdirectory("ocp-full-").FullName;
        if (!await RunsAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder))
            Unavailable.Because("No file system can be mounted here; the test needs root.");
        try
        {
            var own = Directory.CreateDirectory(Path.Combine(folder, "journal")).FullName;
            await using var store = new JournaledRecord(own);
            store.Where.IsAway = true;
            var kept = await store.Memory.KeepAsync(Samples.Note());
            var filler = Path.Combine(folder, "filler");
            Fill(filler);
            var refused = Assert.CatchAsync(() => store.Memory.KeepAsync(Samples.Note(content: new string('x', 100_000))));
            File.Delete(filler);
            var later = await store.Memory.KeepAsync(Samples.Note(content: "later"));
            store.Where.IsAway = false;
            await store.DrainAsync();

            Assert.That(refused, Is.TypeOf<StoreUnavailableException>());
            Assert.That((await store.Record.GetMemoriesAsync("runbook", 10, default)).Select(memory => memory.Id), Is.EquivalentTo([kept.Id, later.Id]));
        }
        finally
        {
            await RunsAsync("umount", folder);
            Directory.Delete(folder);
        }
    }

    private static void Fill(string path)
    {
        using var filler = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (filler.Length < 4 << 20)
                filler.Write(new byte[4096]);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    private static async Task<bool> RunsAsync(string program, params string[] arguments)
    {
        if (!OperatingSystem.IsLinux())
            return false;
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true });
        await process!.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
