using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Api.Pages.Live;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Pages.Layout;

/// <summary>Maps a page: once as a document, once as the stream of its changes.</summary>
internal static class PageMapping
{
    private const string LivePrefix = "/live";

    internal static void MapPage<TPage>(this IEndpointRouteBuilder routes)
        where TPage : class, IPage
    {
        routes.MapRead(TPage.Pattern, ShowAsync<TPage>).Needs(AccessScopes.Read).ExcludeFromDescription();
        if (TPage.IsLive)
            routes.MapGet($"{LivePrefix}{TPage.Pattern.TrimEnd('/')}", Follow<TPage>).Needs(AccessScopes.Read).ExcludeFromDescription();
    }

    private static async Task<IResult> ShowAsync<TPage>(HttpContext http, CancellationToken ct)
        where TPage : IPage
    {
        var page = ActivatorUtilities.CreateInstance<TPage>(http.RequestServices);
        var request = PageRequest.Of(http, http.Request.Path.Value!);
        var content = await page.LoadAsync(request, ct) ?? throw Answer.Missing("page of this address");
        return new PageAnswer(content, TPage.IsLive ? $"{LivePrefix}{request.Path.TrimEnd('/')}{http.Request.QueryString}" : null);
    }

    private static LiveAnswer Follow<TPage>(HttpContext http, LivePages live)
        where TPage : class, IPage
    {
        var path = http.Request.Path.Value![LivePrefix.Length..];
        return new LiveAnswer(live.Follow<TPage>(PageRequest.Of(http, path.Length == 0 ? "/" : path), $"{typeof(TPage).Name} {path}{http.Request.QueryString} {http.Request.Host}"));
    }
}
