using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Access;

namespace ObsControlPlane.Api.Pages.Access;

/// <summary>Signing in with a key, and out again.</summary>
internal static class SignInEndpoints
{
    internal const string Path = "/sign-in";

    internal static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapRead(Path, (HttpContext http) => Page(http, null)).IsOpen().ExcludeFromDescription();
        routes.MapPost(Path, SignInAsync).IsOpen().ExcludeFromDescription();
        routes.MapPost("/sign-out", SignOutAsync).IsOpen().ExcludeFromDescription();
    }

    private static PageAnswer Page(HttpContext http, string? refusal, int status = StatusCodes.Status200OK) => new(
        PageContent.Of<SignInBody>("Sign in", new SignInView(FormToken.For(http), refusal, http.Request.Cookies[SessionCookie.Name] is not null && http.Features.Get<Caller>() is not null)),
        status: status);

    private static async Task<IResult> SignInAsync(HttpContext http, KeyRing ring, KeyLimits limits, CancellationToken ct)
    {
        var form = await FormAsync(http, ct);
        var secret = form["key"].ToString().Trim();
        if (ring.Find(secret) is null)
        {
            limits.CountWrong(http);
            return Page(
                http, ring.IsKnown ? "This key does not work here." : "The store that holds the keys is away; try again in a moment.", StatusCodes.Status401Unauthorized);
        }

        http.Response.Cookies.Append(SessionCookie.Name, secret, SessionCookie.Options(http));
        return SeeOther(http, "/");
    }

    private static async Task<IResult> SignOutAsync(HttpContext http, CancellationToken ct)
    {
        await FormAsync(http, ct);
        http.Response.Cookies.Delete(SessionCookie.Name, SessionCookie.Options(http));
        return SeeOther(http, Path);
    }

    private static async Task<IFormCollection> FormAsync(HttpContext http, CancellationToken ct)
    {
        var form = await FormBody.ReadAsync(http, ct);
        return FormToken.IsOurs(http, form) ? form : throw new ProblemException(ProblemTypes.OriginRefused, "The form was not given to this browser, or its cookie is gone. Open the page again and send it from there.");
    }

    private static IResult SeeOther(HttpContext http, string path)
    {
        http.Response.Headers.Location = path;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }
}

/// <summary>What the page for signing in shows.</summary>
/// <param name="Token">Ties the form to the browser.</param>
/// <param name="Refusal">Why the key was refused, or null.</param>
/// <param name="IsSignedIn">Whether the browser is signed in.</param>
public sealed record SignInView(string Token, string? Refusal, bool IsSignedIn);
