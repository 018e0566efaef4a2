using System.Net;
using System.Text.Json.Nodes;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>Vectors made with the model that the program carries; and what is said while they are off.</summary>
public sealed class VectorTests
{
    private const string Carried = "bge-small-en-v1.5";

    private static readonly string[] Progress = ["model", "revision", "dimension", "serving", "ready", "pending", "running"];

    [Test]
    public async Task While_embeddings_are_off_receipts_stats_and_recalls_say_so_and_there_is_nothing_to_re_embed()
    {
        var issue = Http.Unique("queue of the mailer grows");
        var receipt = await SharedHost.Client.PostAsync("/api/fixes", new { issue, solution = "restart the relay" });
        var recall = await SharedHost.Client.PostAsync("/api/recall", new { key = $"issue:{issue}" });
        var vectors = (await SharedHost.Client.GetReplyAsync("/api/stats")).Json["vectors"]!;
        var start = await SharedHost.Client.SendAsync(HttpMethod.Post, "/api/re-embed", null);
        var progress = await SharedHost.Client.GetReplyAsync("/api/re-embed");

        Assert.Multiple(() =>
        {
            Assert.That((string?)receipt.Json["vector"], Is.EqualTo("off"));
            Assert.That((StatusOfVectors(recall), (bool)recall.Json["complete"]!, (long)recall.Json["vectors_pending"]!), Is.EqualTo(("off", true, 0L)), recall.Text);
            Assert.That((vectors["model"], vectors["dimension"], (long)vectors["pending"]!), Is.EqualTo(((JsonNode?)null, (JsonNode?)null, 0L)));
            Assert.That((start.Status, start.Problem), Is.EqualTo((HttpStatusCode.Conflict, "/problems/conflict")), start.Text);
            Assert.That((progress.Status, progress.Problem), Is.EqualTo((HttpStatusCode.Conflict, "/problems/conflict")), progress.Text);
        });
    }

    [Test]
    public async Task A_record_is_found_by_its_meaning_once_its_vector_is_made_and_all_are_made_anew_on_demand()
    {
        using var host = new ProductHost(embeds: true);
        var receipt = await host.Client.PostAsync("/api/fixes", new { issue = "The disk of the database server is full", solution = "delete old write-ahead logs", success = true });
        await host.Client.PostAsync("/api/fixes", new { issue = "Certificate of the gateway expires tomorrow", solution = "renew it" });
        var made = await UntilMadeAsync(host.Client);
        var recall = await host.Client.PostAsync("/api/recall", new { key = "issue:No space left on the volume that PostgreSQL uses", candidates = true, explain = true });
        var nearest = recall.Json["results"]!.AsArray().Concat(recall.Json["candidates"]!.AsArray()).First()!;
        var started = await host.Client.SendAsync(HttpMethod.Post, "/api/re-embed", null);
        var done = await UntilMadeAsync(host.Client);
        var wrong = await host.Client.SendAsync(HttpMethod.Post, "/api/re-embed?force=1", null);

        Assert.Multiple(() =>
        {
            Assert.That((string?)receipt.Json["vector"], Is.EqualTo("pending"));
            Assert.That(made.AsObject().Select(member => member.Key), Is.EqualTo(Progress));
            Assert.That(((string?)made["model"], (string?)made["serving"], (int)made["dimension"]!, (long)made["ready"]!), Is.EqualTo((Carried, Carried, 384, 2L)));
            Assert.That((StatusOfVectors(recall), (bool)recall.Json["complete"]!, (long)recall.Json["vectors_pending"]!), Is.EqualTo(("ok", true, 0L)), recall.Text);
            Assert.That((string?)nearest["solution"], Is.EqualTo("delete old write-ahead logs"));
            Assert.That(nearest["sources"]!.AsArray().Select(source => (string?)source), Does.Contain("vectors"));
            Assert.That(nearest["signals"]!.AsArray().Select(signal => (string?)signal!["name"]), Does.Contain("vectors"));
            Assert.That((started.Status, started.Json.AsObject().Select(member => member.Key).SequenceEqual(Progress)), Is.EqualTo((HttpStatusCode.Accepted, true)), started.Text);
            Assert.That((long)done["ready"]!, Is.EqualTo(2));
            Assert.That(wrong.WrongFields, Is.EqualTo(new[] { "force" }));
        });
    }

    private static string? StatusOfVectors(Reply recall) =>
        (string?)recall.Json["sources"]!.AsArray().Single(source => (string?)source!["name"] == "vectors")!["status"];

    // A run that would never see it is ended by its own limit.
    private static async Task<JsonNode> UntilMadeAsync(HttpClient client)
    {
        while (true)
        {
            var progress = await client.GetReplyAsync("/api/re-embed");
            Assert.That(progress.Status, Is.EqualTo(HttpStatusCode.OK), progress.Text);
            if ((long)progress.Json["pending"]! == 0 && !(bool)progress.Json["running"]!)
                return progress.Json;
            await Task.Delay(20);
        }
    }
}
