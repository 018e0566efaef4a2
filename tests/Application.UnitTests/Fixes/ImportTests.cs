using Moq;
using ObsControlPlane.Application.Exchange;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Fixes;

namespace ObsControlPlane.Application.UnitTests.Fixes;

public sealed class ImportTests
{
    private static readonly Dictionary<string, string[]> NoErrors = [];
    private static readonly WriteKey Key = new("k", 0, "digest");

    [Test]
    public async Task Every_item_is_decided_alone_and_answered_in_order()
    {
        using var host = new TestHost();
        Takes(host, report => report.Solution switch
        {
            "again" => Stored(deduplicated: true),
            "gone" => Failed(new DomainException(ProblemCodes.Erased, "It was erased.")),
            _ => Stored(),
        });
        var items = new[]
        {
            Item("new"), Item("again"), Item("gone"), Item(" "), new ImportItem(null, new Dictionary<string, string[]> { ["ts"] = ["must be a number"] }),
            new ImportItem(null, NoErrors, "malformed-json"),
        };
        var result = await host.SendAsync(new ImportFixesCommand(Stream(items), null, null));
        Assert.Multiple(() =>
        {
            Assert.That((result.Stored, result.Deduplicated, result.Refused), Is.EqualTo((1L, 1L, 4L)));
            Assert.That(result.Results.Select(item => item.Index), Is.EqualTo([0, 1, 2, 3, 4, 5]));
            Assert.That(result.Results.Select(item => item.Problem?.Type), Is.EqualTo([null, null, "erased", "validation", "validation", "malformed-json"]));
            Assert.That(result.Results[3].Problem!.Errors.Keys, Is.EqualTo(["solution"]));
            Assert.That(result.Results[4].Problem!.Errors.Keys, Is.EqualTo(["ts"]));
        });
    }

    [Test]
    public async Task A_fingerprint_nobody_knows_refuses_its_item()
    {
        using var host = new TestHost();
        Takes(host, _ => Task.FromResult<Written<Receipt>?>(null));
        var item = new ImportItem(new FixSubmission { Fingerprint = "f1:0123456789abcdef0123456789abcdef", Solution = "x" }, NoErrors);
        var result = await host.SendAsync(new ImportFixesCommand(Stream(item), null, null));
        Assert.That(result.Results.Single().Problem!.Type, Is.EqualTo("not-found"));
    }

    [Test]
    public async Task Every_item_has_a_key_of_its_own()
    {
        using var host = new TestHost();
        var keys = new List<WriteKey?>();
        host.Memory.Setup(m => m.TakeFixAsync(It.IsAny<FixReport>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
            .Callback<FixReport, WriteKey?, CancellationToken>((_, key, _) => keys.Add(key))
            .ReturnsAsync(new Written<Receipt>(Known.Receipt(), Replayed: true));
        var result = await host.SendAsync(new ImportFixesCommand(Stream(Item("a"), Item(" "), Item("b")), Key, null));
        Assert.That(keys, Is.EqualTo([Key, Key with { Item = 2 }]));
        Assert.That(result.Results.Select(item => item.Replayed), Is.EqualTo([true, false, true]));
    }

    [TestCase(ProblemCodes.IdempotencyKeyReused)]
    [TestCase(ProblemCodes.IdempotencyKeyInFlight)]
    public void A_key_that_belongs_to_another_request_refuses_this_one_whole(string code)
    {
        using var host = new TestHost();
        Takes(host, _ => Failed(new DomainException(code, "no")));
        Assert.That(() => host.SendAsync(new ImportFixesCommand(Stream(Item("a")), Key, null)), Throws.InstanceOf<DomainException>().With.Property("Code").EqualTo(code));
    }

    [TestCase(false, "store-unavailable")]
    [TestCase(true, "overloaded")]
    public async Task An_item_that_the_store_did_not_take_says_so_itself_and_the_others_stand(bool overload, string type)
    {
        using var host = new TestHost();
        Takes(host, report => report.Solution == "b" ? Failed(Unavailable(overload)) : Stored());
        var result = await host.SendAsync(new ImportFixesCommand(Stream(Item("a"), Item("b"), Item("c")), null, null));
        Assert.Multiple(() =>
        {
            Assert.That(result.Results.Select(item => (item.Index, item.Problem?.Type)), Is.EqualTo([(0, (string?)null), (1, type), (2, null)]));
            Assert.That((result.Stored, result.Refused), Is.EqualTo((2L, 1L)));
        });
    }

    [Test]
    public void A_store_that_took_nothing_fails_the_import_after_what_is_under_way_has_ended()
    {
        using var host = new TestHost();
        var underWay = new TaskCompletionSource<Written<Receipt>?>();
        Takes(host, report => report.Solution == "a" ? Failed(Unavailable(overload: false)) : underWay.Task);
        var importing = host.SendAsync(new ImportFixesCommand(Stream(Item("a"), Item("b")), null, null));
        Assert.That(importing.IsCompleted, Is.False);
        underWay.SetException(Unavailable(overload: false));
        Assert.That(() => importing, Throws.InstanceOf<StoreUnavailableException>());
    }

    private static StoreUnavailableException Unavailable(bool overload) => new("memory", "write", transient: true) { IsOverload = overload };

    [TestCase(1)]
    [TestCase(3)]
    public async Task No_more_items_are_in_flight_than_the_setting_allows(int inFlight)
    {
        using var host = new TestHost(new Dictionary<string, string?> { ["Import:InFlight"] = $"{inFlight}" });
        var waiting = new Queue<TaskCompletionSource<Written<Receipt>?>>();
        Takes(host, _ =>
        {
            waiting.Enqueue(new TaskCompletionSource<Written<Receipt>?>());
            return waiting.Last().Task;
        });
        var importing = host.SendAsync(new ImportFixesCommand(Stream([.. Enumerable.Repeat(Item("a"), 7)]), null, null));
        while (waiting.Count > 0)
        {
            Assert.That(waiting, Has.Count.LessThanOrEqualTo(inFlight));
            waiting.Dequeue().SetResult(new Written<Receipt>(Known.Receipt()));
        }

        Assert.That((await importing).Stored, Is.EqualTo(7));
    }

    [Test]
    public async Task An_import_without_end_hands_its_results_on_and_keeps_none()
    {
        using var host = new TestHost();
        Takes(host, _ => Stored());
        var told = new List<int>();
        var progress = new Progress();
        var result = await host.SendAsync(new ImportFixesCommand(Stream(Item("a"), Item(" "), Item("b")), null, progress, item => told.Add(item.Index)));
        Assert.Multiple(() =>
        {
            Assert.That(told, Is.EqualTo([0, 1, 2]));
            Assert.That(result.Results, Is.Empty);
            Assert.That((result.Stored, result.Refused), Is.EqualTo((2L, 1L)));
            Assert.That(progress.Told.Select(step => step.Total), Is.EqualTo([1L, 2L, 3L]));
        });
    }

    [Test]
    public async Task Lines_of_an_export_are_keyed_by_their_own_digest()
    {
        using var host = new TestHost();
        var record = new ExportedAgent(Known.Agent(lastSeen: 1));
        host.Memory.Setup(m => m.ImportAsync(record, new WriteKey("k", 1, "line"), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new Written<ImportedReceipt>(new ImportedReceipt("a", true, null)));
        var unreadable = new ExportLine(null, "", new ItemProblem("malformed-json", "no", NoErrors));
        var result = await host.SendAsync(new ImportExportCommand(Stream(unreadable, new ExportLine(record, "line", null)), Key, null));
        Assert.That(result.Results.Select(line => (line.Id, line.Deduplicated, line.Problem?.Type)), Is.EqualTo(
            [(null, false, "malformed-json"), ((string?)"a", true, (string?)null)]));
    }

    [Test]
    public async Task A_line_that_contradicts_the_record_refuses_itself_alone()
    {
        using var host = new TestHost();
        host.Memory.Setup(m => m.ImportAsync(It.IsAny<ExportRecord>(), null, It.IsAny<CancellationToken>()))
            .ThrowsAsync(new DomainException(ProblemCodes.Conflict, "It names a fix that is not there."));
        var result = await host.SendAsync(new ImportExportCommand(Stream(new ExportLine(new ExportedAgent(Known.Agent(lastSeen: 1)), "", null)), null, null));
        Assert.That(result.Results.Single().Problem!.Type, Is.EqualTo("conflict"));
    }

    [Test]
    public async Task An_export_is_the_records_own_stream()
    {
        using var host = new TestHost();
        var all = Stream<ExportRecord>();
        host.Memory.Setup(m => m.ExportAsync(It.IsAny<CancellationToken>())).Returns(all);
        Assert.That(await host.SendAsync(new ExportAllQuery()), Is.SameAs(all));
    }

    private static ImportItem Item(string solution) => new(new FixSubmission { Issue = "x", Solution = solution }, NoErrors);

    private static Task<Written<Receipt>?> Stored(bool deduplicated = false) => Task.FromResult<Written<Receipt>?>(new Written<Receipt>(Known.Receipt(deduplicated: deduplicated)));

    private static Task<Written<Receipt>?> Failed(Exception failure) => Task.FromException<Written<Receipt>?>(failure);

    private static void Takes(TestHost host, Func<FixReport, Task<Written<Receipt>?>> take) => host.Memory
        .Setup(m => m.TakeFixAsync(It.IsAny<FixReport>(), It.IsAny<WriteKey?>(), It.IsAny<CancellationToken>()))
        .Returns<FixReport, WriteKey?, CancellationToken>((report, _, _) => take(report));

    private static async IAsyncEnumerable<T> Stream<T>(params T[] items)
    {
        await Task.CompletedTask;
        foreach (var item in items)
            yield return item;
    }

    private sealed class Progress : IProgress<ImportProgress>
    {
        public List<ImportProgress> Told { get; } = [];

        public void Report(ImportProgress value) => Told.Add(value);
    }
}
