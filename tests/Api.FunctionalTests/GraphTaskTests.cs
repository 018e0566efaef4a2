using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>Tasks over the whole graph, where graph and record are one file.</summary>
public sealed class GraphTaskTests
{
    [TestCase("GET", "/api/reconcile")]
    [TestCase("POST", "/api/reconcile")]
    [TestCase("POST", "/api/reconcile?repair=false")]
    [TestCase("GET", "/api/rebuild-graph")]
    [TestCase("POST", "/api/rebuild-graph")]
    public async Task The_embedded_file_has_nothing_to_compare(string method, string path)
    {
        var reply = await SharedHost.Client.SendAsync(new HttpMethod(method), path, null);
        Assert.That((reply.Status, reply.Problem), Is.EqualTo((HttpStatusCode.Conflict, "/problems/conflict")), reply.Text);
        Assert.That(reply.Json["detail"]!.GetValue<string>(), Does.Contain("embedded mode"));
    }

    [TestCase("/api/reconcile?repair=perhaps", "repair")]
    [TestCase("/api/reconcile?force=1", "force")]
    [TestCase("/api/rebuild-graph?repair=true", "repair")]
    public async Task What_cannot_be_meant_is_refused(string path, string field)
    {
        var reply = await SharedHost.Client.SendAsync(HttpMethod.Post, path, null);
        Assert.That(reply.WrongFields, Is.EqualTo(new[] { field }), reply.Text);
    }
}
