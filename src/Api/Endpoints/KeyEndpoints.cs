using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.OpenApi;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>Keys of the API.</summary>
internal static class KeyEndpoints
{
    private const string Absent = "key with this id that works or has merely expired";

    internal static void MapKeys(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/api/keys", ListAsync).Needs(AccessScopes.Admin).Describe(KeyDocs.List);
        routes.MapPost("/api/keys", CreateAsync).Needs(AccessScopes.Admin).Describe(KeyDocs.Create);
        routes.MapDelete("/api/keys/{id}", RevokeAsync).Needs(AccessScopes.Admin).Describe(KeyDocs.Revoke);
    }

    private static async Task<IResult> ListAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var keys = await dispatch.SendAsync(QueryFields.Of(http).Errors, new ListKeysQuery(), ct);
        return Answer.Ok(new KeyListWire { Keys = dispatch.Map<IReadOnlyList<KeyWire>>(keys) });
    }

    private static async Task<IResult> CreateAsync(HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        using var bound = await JsonRequest.ReadAsync(http);
        var fields = bound.Fields;
        fields.RefuseUnknown("name", "scopes", "expires_at", "replaces", "grace_seconds");
        var command = new CreateKeyCommand(
            fields.Text("name"), fields.Texts("scopes"), Instant(fields, "expires_at"), fields.Text("replaces"), fields.SmallInteger("grace_seconds"), bound.Key);
        var created = await dispatch.SendAsync(bound, command, ct) ?? throw Answer.Missing($"{Absent}, to be replaced");
        if (created.Secret is null)
        {
            throw new ProblemException(new Problem(
                ProblemTypes.SecretShownOnce, $"The key {created.Key.Id} was made by the first request with this idempotency key, and its secret was shown then.")
            {
                Facts = new Dictionary<string, object?> { ["id"] = created.Key.Id },
            });
        }

        AuditLog.Made(http, created.Key.Id.ToString("D"));
        return Answer.Status(
            StatusCodes.Status201Created,
            new CreatedKeyWire { Key = dispatch.Map<KeyWire>(new KeyView(created.Key, ApiKeyState.Active)), Secret = created.Secret });
    }

    private static async Task<IResult> RevokeAsync(string id, HttpContext http, Dispatch dispatch, CancellationToken ct)
    {
        var revoked = await dispatch.SendAsync(QueryFields.Of(http).Errors, new RevokeKeyCommand(Answer.Id(id, "key")), ct);
        return Answer.OkOrMissing(revoked is null ? null : dispatch.Map<KeyWire>(revoked), "key with this id");
    }

    private static long? Instant(JsonFields fields, string name)
    {
        if (fields.Text(name) is not { } text)
            return null;
        if (Instants.TryParse(text, assumeUtc: false, out var instant))
            return instant;
        fields.Errors.Add(fields.Path.Member(name), "must be an instant of RFC 3339 with its zone, as 2027-01-31T12:00:00Z");
        return null;
    }
}
