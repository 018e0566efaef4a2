using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Binding;

/// <summary>A request whose body is one JSON object: its members, what is wrong with it, and its idempotency key.</summary>
internal sealed class JsonRequest : IDisposable
{
    private readonly JsonDocument _document;

    private JsonRequest(JsonDocument document, JsonFields fields, WriteKey? key, string digest)
    {
        _document = document;
        Fields = fields;
        Key = key;
        Digest = digest;
    }

    /// <summary>The body's members.</summary>
    internal JsonFields Fields { get; }

    /// <summary>What is wrong, as far as binding has come.</summary>
    internal FieldErrors Errors => Fields.Errors;

    /// <summary>The idempotency key with the digest of route and body, or null.</summary>
    internal WriteKey? Key { get; }

    /// <summary>Hash of method, route and body.</summary>
    internal string Digest { get; }

    /// <summary>Reads a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="writes">True when an idempotency key counts.</param>
    /// <param name="itemsIn">A member whose items are refused one by one, or null.</param>
    /// <param name="parameters">What the query string takes.</param>
    /// <exception cref="ProblemException">400, 413 or 415: there is no object to read members from.</exception>
    internal static async Task<JsonRequest> ReadAsync(HttpContext http, bool writes = true, string? itemsIn = null, params string[] parameters)
    {
        QueryFields.Of(http, parameters).Errors.ThrowIfAny();
        var body = await RequestBody.ReadAsync(http, Limits.BodyBytes);
        var errors = new FieldErrors();
        var document = JsonText.Parse(body.Bytes);
        var key = writes ? IdempotencyKey.Of(http, errors) : null;
        var wellNamed = IllFormedText.Scan(document.RootElement, FieldPath.Body, errors, itemsIn);
        if (JsonFields.Of(document.RootElement, FieldPath.Body, errors) is not { } fields || !wellNamed)
        {
            document.Dispose();
            throw new ProblemException(ProblemMap.Refused(errors));
        }

        var digest = body.Digest(http);
        return new JsonRequest(document, fields, key is null ? null : new WriteKey(key, 0, digest), digest);
    }

    /// <summary>Reads a request to whose route a body says nothing: none is needed, and one that is there must be what every other route takes, so that no mistake looks like a success.</summary>
    /// <param name="http">The request.</param>
    /// <returns>What is wrong with its query string, which takes no parameter.</returns>
    /// <exception cref="ProblemException">400, 413 or 415.</exception>
    internal static async Task<FieldErrors> ReadNothingAsync(HttpContext http)
    {
        await IgnoreBodyAsync(http);
        return QueryFields.Of(http).Errors;
    }

    /// <summary>The body alone of such a request.</summary>
    /// <param name="http">The request.</param>
    /// <param name="parameters">What its query string takes.</param>
    /// <exception cref="ProblemException">400, 413 or 415.</exception>
    internal static async Task IgnoreBodyAsync(HttpContext http, params string[] parameters)
    {
        if (http.Request.ContentType is not null || http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
            (await ReadAsync(http, writes: false, parameters: parameters)).Dispose();
    }

    public void Dispose() => _document.Dispose();
}
