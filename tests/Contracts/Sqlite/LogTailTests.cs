using ObsControlPlane.Infrastructure.Sqlite;

namespace ObsControlPlane.Contracts.Sqlite;

[TestFixture]
public sealed class LogTailTests
{
    private TemporaryStore _temporary = null!;

    [SetUp]
    public void Open() => _temporary = new TemporaryStore();

    [TearDown]
    public async Task Close() => await _temporary.DisposeAsync();

    [Test]
    public async Task Frames_that_were_never_committed_are_cut_off_and_those_before_them_stay()
    {
        await RememberAsync("kept");
        await RememberAsync("kept too");
        var log = _temporary.Store.File.LogPath;
        var committed = new FileInfo(log).Length;
        await AppendCopyOfTheLogAsync(log);
        Assert.That(LogInspection.IsDamaged(log), Is.True, "or the frames behind the end would mean nothing");

        using (var session = new WriteSession(_temporary.Store.File.OpenForWriting()))
            Assert.That(LogTail.Cut(_temporary.Store.File, session), Is.EqualTo(committed - 32));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(new FileInfo(log).Length, Is.EqualTo(committed));
            Assert.That(LogInspection.IsDamaged(log), Is.False);
        }

        await RememberAsync("after");
        await _temporary.ReopenAsync();
        Assert.That(await CountAsync(), Is.EqualTo(3));
    }

    [Test]
    public async Task A_log_that_ends_with_its_last_commit_stays_as_it_is()
    {
        await RememberAsync("kept");
        using var session = new WriteSession(_temporary.Store.File.OpenForWriting());

        Assert.That(LogTail.Cut(_temporary.Store.File, session), Is.Zero);
    }

    [Test]
    public async Task Nothing_is_cut_while_another_process_writes()
    {
        await RememberAsync("kept");
        using var other = new WriteSession(_temporary.Store.File.OpenForWriting());
        other.Begin();
        using var session = new WriteSession(new SqliteFile(_temporary.Store.File.Path, new SqliteOptions { BusyMilliseconds = 1 }).OpenForWriting());
        var before = new FileInfo(_temporary.Store.File.LogPath).Length;

        Assert.That(() => LogTail.Cut(_temporary.Store.File, session), Throws.InstanceOf<Microsoft.Data.Sqlite.SqliteException>());
        Assert.That(new FileInfo(_temporary.Store.File.LogPath).Length, Is.EqualTo(before));
    }

    private async Task RememberAsync(string content) =>
        await new SqliteFixMemory(_temporary.Store).TakeMemoryAsync(Samples.Note(content: content), null, CancellationToken.None);

    private async Task<long> CountAsync() => (await new SqliteFixMemory(_temporary.Store).GetStatsAsync(CancellationToken.None)).Memories;

    // The same salt and checksums that do not go on from the last frame: what attempts that failed leave behind.
    private static async Task AppendCopyOfTheLogAsync(string log)
    {
        await using var stream = new FileStream(log, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var frames = new byte[stream.Length - 32];
        stream.Position = 32;
        await stream.ReadExactlyAsync(frames);
        await stream.WriteAsync(frames);
    }
}
