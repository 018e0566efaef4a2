using System.Reflection;
using System.Security.Cryptography;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Pages;

/// <summary>The page for a browser, and its style sheet.</summary>
internal static class PageEndpoints
{
    private static readonly byte[] Style = ReadStyle();
    private static readonly EntityTagHeaderValue StyleTag = new($"\"{Convert.ToHexStringLower(SHA256.HashData(Style).AsSpan(0, 8))}\"");

    internal static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/", HomeAsync).Needs(AccessScopes.Read).ExcludeFromDescription();
        routes.MapRead("/app.css", StyleSheet).IsOpen().ExcludeFromDescription();
    }

    private static async Task<IResult> HomeAsync(
        HttpContext http, IMediator mediator, IValidator<RecallQuery> validator, TimeProvider clock, CancellationToken ct)
    {
        var query = QueryFields.Of(http, "q");
        query.Errors.ThrowIfAny();
        var text = query.Text("q")?.Trim();
        var question = string.IsNullOrEmpty(text) ? null : new RecallQuery(KeyOf(text), Explain: true, Candidates: true);
        var refusal = question is null ? null : (await validator.ValidateAsync(question, ct)).Errors.FirstOrDefault()?.ErrorMessage;
        var view = new HomeView(
            await mediator.Send(new GetStateQuery(), ct),
            text,
            question is null || refusal is not null ? null : await mediator.Send(question, ct),
            refusal,
            clock.GetUtcNow().ToUnixTimeMilliseconds(),
            $"{http.Request.Scheme}://{http.Request.Host}");
        return new PageAnswer<HomePage>(new Dictionary<string, object?> { [nameof(HomePage.View)] = view });
    }

    // Who searches here describes an issue; a key of a memory, such as runbook:…, is taken as it is.
    private static string KeyOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !text.AsSpan(0, colon).Contains(' ') ? text : $"issue:{text}";
    }

    private static FileContentHttpResult StyleSheet(HttpContext http)
    {
        http.Response.Headers.CacheControl = "max-age=300";
        return TypedResults.Bytes(Style, "text/css; charset=utf-8", entityTag: StyleTag);
    }

    private static byte[] ReadStyle()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("app.css")
            ?? throw new InvalidOperationException("The style sheet is not part of this build.");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
