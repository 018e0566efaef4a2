using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace ObsControlPlane.Api.FunctionalTests.Deployment;

/// <summary>docker/compose.yaml as Compose reads it, before variables are filled in: anchors are merged, every scalar is a text.</summary>
internal sealed record ComposeFile(JsonObject Root)
{
    public IReadOnlyList<string> Services { get; } = [.. Root["services"]!.AsObject().Select(service => service.Key)];

    /// <summary>Services that a plain <c>up</c> starts.</summary>
    public IEnumerable<string> Default => Services.Where(name => Of(name)["profiles"] is null);

    public JsonObject Of(string service) => Root["services"]![service]!.AsObject();

    public string[] List(string service, string name) => [.. (Of(service)[name]?.AsArray() ?? []).Select(item => (string)item!)];

    public string? Variable(string service, string name) => (string?)Of(service)["environment"]?[name];

    /// <summary>Names of the volumes that are mounted; a bind mount gives its path.</summary>
    public IEnumerable<string> Volumes => Services.SelectMany(service => List(service, "volumes")).Select(volume => volume.Split(':')[0]);

    public static ComposeFile Parse(string yaml)
    {
        var content = new DeserializerBuilder().Build().Deserialize<object>(new MergingParser(new Parser(new StringReader(yaml))));
        return new ComposeFile(JsonNode.Parse(new SerializerBuilder().JsonCompatible().Build().Serialize(content))!.AsObject());
    }
}
