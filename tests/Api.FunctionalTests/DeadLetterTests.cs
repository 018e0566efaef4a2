using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>Dead letters over the embedded file, which has none.</summary>
public sealed class DeadLetterTests
{
    [Test]
    public async Task The_embedded_file_has_none_and_none_to_decide_on()
    {
        var list = await SharedHost.Client.GetReplyAsync("/api/dead-letters?limit=5");
        var retry = await SharedHost.Client.SendAsync(HttpMethod.Post, "/api/dead-letters/memory-17/retry", null);
        var discard = await SharedHost.Client.SendAsync(HttpMethod.Post, "/api/dead-letters/memory-17/discard", null);

        Assert.Multiple(() =>
        {
            Assert.That(list.Json["dead_letters"]!.AsArray(), Is.Empty, list.Text);
            Assert.That(list.Json["next_cursor"], Is.Null);
            Assert.That((retry.Status, retry.Problem), Is.EqualTo((HttpStatusCode.NotFound, "/problems/not-found")), retry.Text);
            Assert.That((discard.Status, discard.Problem), Is.EqualTo((HttpStatusCode.NotFound, "/problems/not-found")), discard.Text);
        });
    }

    [Test]
    public async Task What_cannot_be_meant_is_refused()
    {
        var limit = await SharedHost.Client.GetReplyAsync("/api/dead-letters?limit=0&of=all");
        var cursor = await SharedHost.Client.GetReplyAsync("/api/dead-letters?cursor=none");
        var forced = await SharedHost.Client.SendAsync(HttpMethod.Post, "/api/dead-letters/memory-17/retry?force=1", null);

        Assert.Multiple(() =>
        {
            Assert.That(limit.WrongFields, Is.EquivalentTo(new[] { "limit", "of" }), limit.Text);
            Assert.That(cursor.Problem, Is.EqualTo("/problems/cursor-invalid"), cursor.Text);
            Assert.That(forced.WrongFields, Is.EqualTo(new[] { "force" }), forced.Text);
        });
    }
}
