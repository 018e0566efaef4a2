using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Access;
using Scalar.AspNetCore;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>The OpenAPI document and the page that shows it.</summary>
internal static class ControlPlaneDocument
{
    private const string Name = "v1";

    /// <summary>Name of the security scheme.</summary>
    internal const string KeyScheme = "key";

    // The page's own scripts and styles are inline; nothing of another host is taken.
    private const string PagePolicy =
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
        + "base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

    internal static void AddControlPlaneDocument(this IServiceCollection services) => services.AddOpenApi(Name, options =>
    {
        options.CreateSchemaReferenceId = info => OpenApiOptions.CreateDefaultSchemaReferenceId(info)?.Replace("IHit", "Hit", StringComparison.Ordinal).Replace("Wire", "", StringComparison.Ordinal);
        options.AddSchemaTransformer((schema, context, _) =>
        {
            if (context.JsonTypeInfo.Type == typeof(Metadata))
                DescribeMetadata(schema);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer<RouteDocTransformer>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            Finish(document);
            return Task.CompletedTask;
        });
    });

    internal static void MapDocument(this WebApplication app)
    {
        app.MapOpenApi("/openapi/{documentName}.json").AnswersHead().Needs(AccessScopes.Read);
        app.MapScalarApiReference("/docs", options => options
            .WithTitle(Product.Name)
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .DisableDefaultFonts()
            .DisableTelemetry())
            .AnswersHead()
            .Needs(AccessScopes.Read)
            .AddEndpointFilter(async (context, next) =>
            {
                context.HttpContext.Response.Headers.ContentSecurityPolicy = PagePolicy;
                return await next(context);
            });
    }

    private static void DescribeMetadata(OpenApiSchema schema)
    {
        schema.Type = JsonSchemaType.Object | JsonSchemaType.Null;
        schema.Properties = null;
        schema.Required = null;
        schema.AdditionalPropertiesAllowed = true;
        schema.Description = "Your own JSON object, at most 64 KiB and 16 levels deep.";
        schema.Examples = [new JsonObject { ["ticket"] = "OPS-12" }];
    }

    private static void Finish(OpenApiDocument document)
    {
        document.Info = new OpenApiInfo
        {
            Title = Product.Name,
            Version = Product.Version,
            Description = "Ops agents remember what they did about an issue and whether it worked; anyone recalls the fix that has proven itself. "
                + "Members are snake_case; ts is epoch milliseconds and its twin timestamp RFC 3339 UTC; every error is a problem of RFC 9457 whose type is a page of this server.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        // The document is the same wherever it is served from.
        document.Servers = [new OpenApiServer { Url = "/" }];
        foreach (var path in document.Paths.Values)
            path.Operations?.Remove(HttpMethod.Head);
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "ocp_…",
            Description = "A key. Each operation names the scope it needs: read, write or admin; admin includes the others.",
        };
        document.Components.Schemas[ProblemSchema.Id] = ProblemSchema.Create();
    }
}
