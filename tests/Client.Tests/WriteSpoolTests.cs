using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;

namespace ObsControlPlane.Client.Tests;

/// <summary>Order, bounds and counts of what waits, across a restart of the program.</summary>
public sealed class WriteSpoolTests
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UnixEpoch.AddDays(20_000));
    private DirectoryInfo _folder = null!;

    [SetUp]
    public void Make() => _folder = Directory.CreateTempSubdirectory("ocp-spool-");

    [TearDown]
    public void Remove() => _folder.Delete(recursive: true);

    [Test]
    public async Task An_hour_offline_loses_nothing_within_the_bound_and_keeps_order_time_and_keys()
    {
        var server = new Recorder { Status = HttpStatusCode.ServiceUnavailable };
        using var http = new HttpClient(server) { BaseAddress = new Uri("http://server/") };
        var client = new ObsControlPlaneClient(http, _time);
        var began = _time.GetUtcNow().ToUnixTimeMilliseconds();
        for (var minute = 0; minute < 60; minute++)
        {
            using var spool = Open(60);
            spool.ReportTelemetry(new TelemetryReport("a", [new Measurement("minute", minute)]));
            Assert.That(await spool.SendAsync(client), Is.False);
            _time.Advance(TimeSpan.FromMinutes(1));
        }
        var firstKey = server.Keys[0];
        Assert.That(server.Keys, Is.All.EqualTo(firstKey), "while the oldest was not taken nothing newer may be sent");

        server.Status = HttpStatusCode.OK;
        using var last = Open(60);
        Assert.That(await last.SendAsync(client), Is.True);

        var taken = server.Taken.Select(body => JsonNode.Parse(body)!).ToArray();
        Assert.Multiple(() =>
        {
            Assert.That(taken.Select(body => (int)body["metrics"]![0]!["value"]!), Is.EqualTo(Enumerable.Range(0, 60)));
            Assert.That(taken.Select(body => (long)body["ts"]!), Is.EqualTo(Enumerable.Range(0, 60).Select(minute => began + (minute * 60_000L))));
            Assert.That(server.Keys.Distinct().Count(), Is.EqualTo(60));
            Assert.That((last.Waiting, last.Dropped, last.Refused), Is.EqualTo((0L, 0L, 0L)));
        });
    }

    [TestCase(5, 0)]
    [TestCase(6, 1)]
    [TestCase(12, 7)]
    public async Task Beyond_the_bound_the_oldest_give_way_and_are_counted_across_a_restart(int writes, int dropped)
    {
        for (var write = 0; write < writes; write++)
        {
            using var spool = Open(5);
            spool.Remember(new MemoryReport("key", $"{write}"));
        }
        var server = new Recorder();
        using var http = new HttpClient(server) { BaseAddress = new Uri("http://server/") };
        using var last = Open(5);
        Assert.That((last.Waiting, last.Dropped), Is.EqualTo((5L, (long)dropped)));

        await last.SendAsync(new ObsControlPlaneClient(http, _time));

        Assert.That(server.Taken.Select(body => (string)JsonNode.Parse(body)!["content"]!), Is.EqualTo(Enumerable.Range(writes - 5, 5).Select(n => $"{n}")));
    }

    [Test]
    public void Bytes_are_bounded_but_the_newest_write_always_stays()
    {
        using var spool = new WriteSpool(new SpoolOptions { Path = Path.Combine(_folder.FullName, "bytes.db"), MaxBytes = 300 }, _time);
        spool.Remember(new MemoryReport("key", new string('a', 100)));
        spool.Remember(new MemoryReport("key", new string('b', 100)));
        Assert.That((spool.Waiting, spool.Dropped), Is.EqualTo((2L, 0L)));

        spool.Remember(new MemoryReport("key", new string('c', 1000)));

        Assert.That((spool.Waiting, spool.Dropped), Is.EqualTo((1L, 2L)));
    }

    [Test]
    public async Task A_refused_write_is_counted_and_told_and_holds_nothing_up()
    {
        var server = new Recorder { Status = HttpStatusCode.BadRequest, Body = """{"type":"/problems/validation","title":"Wrong","errors":{"key":["too long"]}}""" };
        using var http = new HttpClient(server) { BaseAddress = new Uri("http://server/") };
        using var spool = Open(5);
        var told = new List<string?>();
        spool.WriteRefused += refusal => told.Add(refusal.Problem);
        spool.Remember(new MemoryReport("key", "content"));

        Assert.That(await spool.SendAsync(new ObsControlPlaneClient(http, _time)), Is.True);

        Assert.That((spool.Waiting, spool.Refused, told.Single()), Is.EqualTo((0L, 1L, "validation")));
    }

    [TestCase(HttpStatusCode.Unauthorized, """{"type":"/problems/unauthenticated"}""")]
    [TestCase(HttpStatusCode.Forbidden, "a proxy says no")]
    [TestCase(HttpStatusCode.Conflict, """{"type":"/problems/idempotency-key-in-flight"}""")]
    public async Task What_people_or_time_can_mend_waits(HttpStatusCode status, string body)
    {
        var server = new Recorder { Status = status, Body = body };
        using var http = new HttpClient(server) { BaseAddress = new Uri("http://server/") };
        using var spool = Open(5);
        spool.Remember(new MemoryReport("key", "content"));

        Assert.That(await spool.SendAsync(new ObsControlPlaneClient(http, _time)), Is.False);

        Assert.That((spool.Waiting, spool.Refused), Is.EqualTo((1L, 0L)));
    }

    private WriteSpool Open(int items) => new(new SpoolOptions { Path = Path.Combine(_folder.FullName, "spool.db"), MaxItems = items }, _time);

    private sealed class Recorder : HttpMessageHandler
    {
        public HttpStatusCode Status { get; set; } = HttpStatusCode.OK;

        public string Body { get; set; } = "{}";

        public List<string> Taken { get; } = [];

        public List<string> Keys { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Keys.Add(request.Headers.GetValues("Idempotency-Key").Single());
            if (Status == HttpStatusCode.OK)
                Taken.Add(await request.Content!.ReadAsStringAsync(cancellationToken));
            return new HttpResponseMessage(Status) { Content = new StringContent(Body, Encoding.UTF8, "application/json") };
        }
    }
}
