using System.Collections.Frozen;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Errors;

/// <summary>Every problem this API answers with, once; the pages, the OpenAPI document and the map read from here.</summary>
internal static class ProblemTypes
{
    internal static readonly ProblemType Validation = new(
        "validation", 400, "The request breaks a rule",
        "At least one field, parameter or header is missing, of the wrong type, out of range, or unknown where no unknown name is taken.",
        "Read 'errors': it names every wrong field at once, as it is called in the request. Mend them all and send the request again.");

    internal static readonly ProblemType MalformedJson = new(
        "malformed-json", 400, "The body is not well-formed JSON",
        "The body is empty, cut short, not UTF-8, nested deeper than 64 levels, broken in its compression, or not JSON at all.",
        "Look at the line and position that 'detail' names, and let a JSON library write the body rather than joining strings.");

    internal static readonly ProblemType UnsupportedMediaType = new(
        "unsupported-media-type", 415, "The body's media type or encoding is not taken",
        "The Content-Type is missing or another than this route takes, or the Content-Encoding is unknown.",
        "Send Content-Type: application/json (batch and import take application/x-ndjson, too), in UTF-8; compress with gzip, deflate or br, or not at all.");

    internal static readonly ProblemType BodyTooLarge = new(
        "body-too-large", 413, "The body is too large",
        "After decompression the body is over the route's limit: 32 MiB for a batch, 8 MiB elsewhere; a single line of an import is over 16 MiB.",
        "Send less at once: split a batch, shorten the texts, or use the import, which is a stream without end.");

    internal static readonly ProblemType NotFound = new(
        "not-found", 404, "There is no such thing here",
        "The path names no route, or the record, agent or issue in it is not known.",
        "Check the path against the API page at /docs, and the id against a list such as GET /api/fixes.");

    internal static readonly ProblemType Erased = new(
        ProblemCodes.Erased, 410, "It was erased",
        "The record was erased on request; its text is gone and its id stays taken.",
        "Drop the id. The same text may be remembered anew and gets an id of its own.");

    internal static readonly ProblemType MethodNotAllowed = new(
        "method-not-allowed", 405, "The route does not take this method",
        "The path exists, but not with the method of the request.",
        "Use one of the methods that the Allow header of the answer lists.");

    internal static readonly ProblemType CursorInvalid = new(
        "cursor-invalid", 400, "The cursor is not one of ours",
        "The cursor was cut, changed, made by another version, or belongs to another list.",
        "Begin again without a cursor and follow next_cursor or the Link header as they are.");

    internal static readonly ProblemType IdempotencyKeyReused = new(
        ProblemCodes.IdempotencyKeyReused, 422, "The idempotency key belongs to another request",
        "The key was used before with another route or another body; nothing was changed.",
        "Give every new request a key of its own. To repeat a request, send exactly the same body.");

    internal static readonly ProblemType IdempotencyKeyInFlight = new(
        ProblemCodes.IdempotencyKeyInFlight, 409, "The request with this idempotency key is still running",
        "A request with the same key has not been answered yet.",
        "Wait a moment and repeat the same request; you will get the answer of the first one.");

    internal static readonly ProblemType AgentNameInUse = new(
        ProblemCodes.AgentNameInUse, 409, "Another installation holds this agent name",
        "An agent of this name and another instance_id has reported within its lease.",
        "Choose another name, wait until 'free_at', or send takeover: true to take the name at once.");

    internal static readonly ProblemType RevisionRequired = new(
        "revision-required", 428, "Say which revision you read",
        "A correction came without If-Match, or with one that names no single revision ('*', a weak tag, a list).",
        "Read the fix, and send its ETag back as it is: If-Match: \"42\".");

    internal static readonly ProblemType RevisionStale = new(
        ProblemCodes.RevisionStale, 412, "The record has changed since you read it",
        "The revision in If-Match is not the record's revision any more.",
        "Read the record again, apply your change to what it is now, and send the new revision.");

    internal static readonly ProblemType StoreUnavailable = new(
        "store-unavailable", 503, "A store cannot be used just now",
        "The store that this request needs does not answer or refuses; a write that got this answer was not stored.",
        "Repeat the request after the seconds in Retry-After, a write with the same Idempotency-Key. GET /health says what is wrong.");

    internal static readonly ProblemType Overloaded = new(
        "overloaded", 503, "More writes are waiting than are taken",
        "The queue of the writer is full; this write was not stored.",
        "Repeat it after the seconds in Retry-After with the same Idempotency-Key; send batches rather than single fixes.");

    internal static readonly ProblemType Unauthenticated = new(
        "unauthenticated", 401, "A key is needed",
        "The request has no key, or one that is unknown, has expired or was revoked. Without any key only a server that listens on its own host alone answers, to whoever asks it directly.",
        "Send a key that works as 'Authorization: Bearer ocp_…'. Whoever runs the server makes one: ocp keys create NAME --scope read.");

    internal static readonly ProblemType Forbidden = new(
        "forbidden", 403, "The key may not do this",
        "The key works, and does not have the scope that the route needs: 'scope' names it.",
        "Use a key with that scope, or let whoever runs the server make one.");

    internal static readonly ProblemType RateLimited = new(
        "rate-limited", 429, "Too many requests",
        "More requests came than are answered in this time, or more wrong keys from one address.",
        "Wait for the seconds in Retry-After. RateLimit-Policy says how many are answered; a batch counts as one.");

    internal static readonly ProblemType OriginRefused = new(
        "origin-refused", 403, "The request came under a name that is not this server's",
        "The Host header names another host, or the Origin header a page of another origin.",
        "Ask the server by its address or its own name; add further names to the settings Access:Hosts and Access:Origins.");

    internal static readonly ProblemType UriTooLong = new(
        "uri-too-long", 414, "The query string is too long",
        "The query string is over 8 KiB.",
        "Use the POST form of the route (recall, fingerprint); its body may have 8 MiB.");

    internal static readonly ProblemType SecretShownOnce = new(
        "secret-shown-once", 409, "The secret was shown already",
        "A repeat asked again for a secret that is shown only once and not stored.",
        "Make a new one and remove the old one.");

    internal static readonly ProblemType Conflict = new(
        ProblemCodes.Conflict, 409, "It contradicts what is stored",
        "A rule forbids the change in the state that the record is in.",
        "Read the record, and 'detail', and send a request that fits.");

    internal static readonly ProblemType Internal = new(
        "internal", 500, "Something went wrong on our side",
        "A defect of this program; the log has the details under the trace id of the answer.",
        "Repeat the request once. If it fails again, report it with the trace id.");

    /// <summary>All of them, in the order of the contract.</summary>
    internal static readonly IReadOnlyList<ProblemType> All =
    [
        Validation, MalformedJson, UnsupportedMediaType, BodyTooLarge, NotFound, Erased, MethodNotAllowed, CursorInvalid, IdempotencyKeyReused,
        IdempotencyKeyInFlight, AgentNameInUse, RevisionRequired, RevisionStale, StoreUnavailable, Overloaded, Unauthenticated, Forbidden,
        RateLimited, OriginRefused, UriTooLong, SecretShownOnce,
        Conflict, Internal,
    ];

    /// <summary>The same by slug.</summary>
    internal static readonly FrozenDictionary<string, ProblemType> BySlug = All.ToFrozenDictionary(type => type.Slug, StringComparer.Ordinal);

    /// <summary>The problem of an answer that the framework left without a body.</summary>
    /// <param name="status">Its status, 400–599.</param>
    /// <returns>The kind with that status, else validation for 4xx and internal for 5xx.</returns>
    internal static ProblemType OfStatus(int status) => status switch
    {
        401 => Unauthenticated,
        403 => Forbidden,
        404 => NotFound,
        405 => MethodNotAllowed,
        413 => BodyTooLarge,
        414 => UriTooLong,
        415 => UnsupportedMediaType,
        429 => RateLimited,
        503 => StoreUnavailable,
        < 500 => Validation,
        _ => Internal,
    };
}
