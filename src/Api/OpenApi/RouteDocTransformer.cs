using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Writes a route's description into its operation: parameters, examples in and out, and every problem it can answer.</summary>
internal sealed class RouteDocTransformer : IOpenApiOperationTransformer
{
    public Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        if (context.Description.ActionDescriptor.EndpointMetadata.OfType<RouteDoc>().SingleOrDefault() is not { } doc)
            return Task.CompletedTask;
        operation.Parameters = [.. Parameters(doc)];
        foreach (var content in operation.RequestBody?.Content?.Values ?? [])
            content.Example = Parse(doc.BodyExample);
        foreach (var (status, response) in operation.Responses ?? [])
        {
            response.Description = Meaning(status);
            foreach (var content in response.Content?.Values ?? [])
                content.Example = doc.AnswerExample is string text ? text : JsonSerializer.SerializeToNode(doc.AnswerExample, WireJson.Options);
        }

        operation.Responses ??= [];
        var rule = context.Description.ActionDescriptor.EndpointMetadata.OfType<AccessRule>().Last();
        if (!rule.IsOpen)
            operation.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(ControlPlaneDocument.KeyScheme, context.Document)] = [.. AccessScopeNames.NamesOf(rule.Needs)] }];
        ProblemType[] ofAccess = rule.IsOpen ? [] : [ProblemTypes.Unauthenticated, ProblemTypes.Forbidden, ProblemTypes.RateLimited];
        foreach (var sameStatus in doc.AllProblems().Concat(ofAccess).GroupBy(problem => problem.Status).OrderBy(group => group.Key))
            operation.Responses[sameStatus.Key.ToString(CultureInfo.InvariantCulture)] = Problems([.. sameStatus], context.Document);
        return Task.CompletedTask;
    }

    private static IEnumerable<IOpenApiParameter> Parameters(RouteDoc doc)
    {
        foreach (var parameter in doc.Parameters)
            yield return Parameter(parameter);
        if (doc.TakesKey)
        {
            yield return Parameter(new ParameterDoc(
                IdempotencyKey.Header, "1–200 printable ASCII characters, quoted or not. A repeat with the same body gets the first answer.", "\"8e03978e\"", "header"));
        }
    }

    private static OpenApiParameter Parameter(ParameterDoc doc) => new()
    {
        Name = doc.Name,
        In = doc.In switch
        {
            "path" => ParameterLocation.Path,
            "header" => ParameterLocation.Header,
            _ => ParameterLocation.Query,
        },
        Required = doc.Required,
        Description = doc.Description,
        Example = JsonSerializer.SerializeToNode(doc.Example),
        Schema = new OpenApiSchema
        {
            Type = doc.Example switch
            {
                int => JsonSchemaType.Integer,
                bool => JsonSchemaType.Boolean,
                _ => JsonSchemaType.String,
            },
            Minimum = doc.Least?.ToString(CultureInfo.InvariantCulture),
            Maximum = doc.Most?.ToString(CultureInfo.InvariantCulture),
        },
    };

    private static OpenApiResponse Problems(IReadOnlyList<ProblemType> types, OpenApiDocument? document) => new()
    {
        Description = string.Join("; ", types.Select(type => $"{type.Slug}: {type.Title}")),
        Content = new Dictionary<string, OpenApiMediaType>
        {
            [ProblemWriter.MediaType] = new OpenApiMediaType
            {
                Schema = new OpenApiSchemaReference(ProblemSchema.Id, document),
                Examples = types.ToDictionary(type => type.Slug, IOpenApiExample (type) => new OpenApiExample { Value = ProblemSchema.Example(type) }),
            },
        },
    };

    // A body of several lines of JSON is no JSON text; it is shown as the text it is.
    private static JsonNode? Parse(string? example) => example is null ? null : JsonNode.Parse(example);

    private static string Meaning(string status) => status switch
    {
        "200" => "Done, or said before.",
        "201" => "Committed with flush.",
        "202" => "Journaled with flush; the record follows.",
        _ => "Unhealthy.",
    };
}
