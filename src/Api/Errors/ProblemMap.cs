using System.Globalization;
using FluentValidation;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Errors;

/// <summary>
/// The one map from exceptions to answers:
/// <list type="table">
/// <item><term><see cref="ValidationException"/></term><description>400 validation</description></item>
/// <item><term><see cref="ProblemException"/></term><description>what it carries</description></item>
/// <item><term><see cref="DomainException"/></term><description>the problem of its code: 409, 410, 412, 422</description></item>
/// <item><term><see cref="StoreUnavailableException"/></term><description>503 store-unavailable or overloaded, with Retry-After</description></item>
/// <item><term><see cref="BadHttpRequestException"/></term><description>413, 414, 415 as the server says, else 400</description></item>
/// <item><term><see cref="InvalidDataException"/> while the body is read</term><description>400: the compression is broken</description></item>
/// <item><term>anything else</term><description>500 internal, details in the log only</description></item>
/// </list>
/// </summary>
internal static class ProblemMap
{
    /// <summary>The answer to an exception.</summary>
    /// <param name="exception">What was thrown.</param>
    internal static Problem Of(Exception exception) => exception switch
    {
        ProblemException refused => refused.Problem,
        ValidationException invalid => Refused(FieldErrors.Of(invalid.Errors)),
        DomainException rule => Of(rule),
        StoreUnavailableException store => Of(store),
        BadHttpRequestException bad => Of(bad),
        _ => new Problem(ProblemTypes.Internal, "An unexpected error happened; it is in the log under this trace id. Repeat the request once, then report it."),
    };

    /// <summary>400 for wrong fields.</summary>
    /// <param name="errors">At least one.</param>
    internal static Problem Refused(FieldErrors errors)
    {
        var names = errors.Fields.Select(field => field.Name.Length == 0 ? "body" : field.Name).ToList();
        var shown = string.Join(", ", names.Take(8)) + (names.Count > 8 ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - 8} more") : "");
        return new Problem(ProblemTypes.Validation, $"Wrong: {shown}. 'errors' says what each must be; mend all of them and send the request again.") { Errors = errors };
    }

    private static Problem Of(DomainException rule)
    {
        var type = ProblemTypes.BySlug.GetValueOrDefault(rule.Code, ProblemTypes.Conflict);
        return new Problem(type, rule.Message) { Facts = rule.Facts };
    }

    private static Problem Of(StoreUnavailableException store) => store.IsOverload
        ? new Problem(ProblemTypes.Overloaded, "More writes are waiting than are taken; this request was not carried out. Repeat it after Retry-After seconds.")
        {
            RetryAfterSeconds = store.RetryAfterSeconds,
        }
        : new Problem(ProblemTypes.StoreUnavailable, $"The {store.Store} store cannot be used just now; the request was not carried out, and nothing was stored. Repeat the request after Retry-After seconds.")
        {
            RetryAfterSeconds = store.RetryAfterSeconds,
            Facts = new Dictionary<string, object?> { ["store"] = store.Store },
        };

    private static Problem Of(BadHttpRequestException bad)
    {
        var type = ProblemTypes.OfStatus(bad.StatusCode);
        return new Problem(type, type == ProblemTypes.Validation ? "The request is not well-formed HTTP, or its body ended early; send it whole." : $"{type.Cause} {type.Remedy}");
    }
}
