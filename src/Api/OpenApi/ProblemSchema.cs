using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using ObsControlPlane.Api.Errors;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>The shape of every error (RFC 9457) in the document.</summary>
internal static class ProblemSchema
{
    internal const string Id = "Problem";

    internal static OpenApiSchema Create() => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What went wrong and what to do (RFC 9457). Its type is a page with cause and remedy.",
        Required = new HashSet<string> { "type", "title", "status", "detail", "instance", "traceId" },
        Properties = new Dictionary<string, IOpenApiSchema>
        {
            ["type"] = Text("The kind of problem, /problems/{slug}.", [.. ProblemTypes.All.Select(type => (JsonNode)type.Uri)]),
            ["title"] = Text("Short and the same each time."),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
            ["detail"] = Text("What was wrong here and what to do."),
            ["instance"] = Text("The path of the request."),
            ["traceId"] = Text("Finds the request in the log."),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Every wrong field, as it is called in the request, and what it must be.",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
            ["pointers"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "Where in the body each wrong field stands (RFC 6901).",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.String },
            },
        },
    };

    /// <summary>An example of one kind of problem.</summary>
    /// <param name="type">The kind.</param>
    internal static JsonObject Example(ProblemType type)
    {
        var example = new JsonObject
        {
            ["type"] = type.Uri,
            ["title"] = type.Title,
            ["status"] = type.Status,
            ["detail"] = type.Remedy,
            ["instance"] = "/api/fixes",
            ["traceId"] = "4bf92f3577b34da6a3ce929d0e0e4736",
        };
        if (type != ProblemTypes.Validation)
            return example;
        example["errors"] = new JsonObject { ["scope.server"] = new JsonArray("must have 1 to 200 characters") };
        example["pointers"] = new JsonObject { ["scope.server"] = "#/scope/server" };
        return example;
    }

    private static OpenApiSchema Text(string description, IList<JsonNode>? known = null) =>
        new() { Type = JsonSchemaType.String, Description = description, Enum = known };
}
