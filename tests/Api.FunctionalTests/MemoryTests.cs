using System.Net;
using System.Text.Json;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class MemoryTests
{
    private static HttpClient Client => SharedHost.Client;

    [Test]
    public async Task A_memory_comes_back_byte_for_byte()
    {
        var content = "tab\t, <script>, ünïcödé, 🛠, \u202e, \\ and \"";
        var metadata = """{"n":1.50,"deep":{"x":[1,2]},"s":"é"}""";
        var told = await Client.PostAsync("/api/remember", $$"""{"key": "{{Http.Unique("note:x")}}", "content": {{JsonSerializer.Serialize(content)}}, "metadata": {{metadata}}, "agent": "ä b"}""");

        var reply = await Client.GetReplyAsync($"/api/memories/{told.Json["id"]}");

        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EquivalentTo(new[]
        {
            "id", "kind", "key", "content", "metadata", "agent", "scope", "ts", "timestamp", "revision",
        }));
        Assert.That((string?)reply.Json["content"], Is.EqualTo(content));
        Assert.That(reply.Text, Does.Contain(metadata), "metadata keeps its digits and order");
        Assert.That(reply.Json["scope"]!.AsObject().All(part => part.Value is null) && reply.Json["scope"]!.AsObject().Count == 4);
    }

    [Test]
    public async Task An_erased_memory_is_410_and_may_be_remembered_anew()
    {
        var body = new { key = Http.Unique("note:erase"), content = "a password" };
        var id = (string)(await Client.PostAsync("/api/remember", body)).Json["id"]!;

        var erased = await Client.SendAsync(HttpMethod.Delete, $"/api/memories/{id}");
        var read = await Client.GetReplyAsync($"/api/memories/{id}");
        var anew = await Client.PostAsync("/api/remember", body);

        Assert.That(erased.Status, Is.EqualTo(HttpStatusCode.OK), erased.Text);
        Assert.That(read.Status, Is.EqualTo(HttpStatusCode.Gone));
        Assert.That(anew.Status, Is.EqualTo(HttpStatusCode.Created), anew.Text);
        Assert.That((string?)anew.Json["id"], Is.Not.EqualTo(id));
    }

    [Test]
    public async Task A_memory_that_is_not_there_is_404()
    {
        Assert.That((await Client.GetReplyAsync("/api/memories/019abc12-0000-7000-8000-00000000dead")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Client.SendAsync(HttpMethod.Delete, "/api/memories/019abc12-0000-7000-8000-00000000dead")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That((await Client.GetReplyAsync("/api/memories/7")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
