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
        // As plain delegates: what the framework compiles to bind parameters of some twenty routes would be felt at every start.
        routes.MapMethods(TPage.Pattern, RouteMapping.Reading, async http => await (await ShowAsync<TPage>(http)).ExecuteAsync(http))
            .Needs(AccessScopes.Read).ExcludeFromDescription();
        if (TPage.IsLive)
            routes.MapGet($"{LivePrefix}{TPage.Pattern.TrimEnd('/')}", http => Follow<TPage>(http).ExecuteAsync(http)).Needs(AccessScopes.Read).ExcludeFromDescription();
    }

    private static async Task<PageAnswer> ShowAsync<TPage>(HttpContext http)
        where TPage : IPage
    {
        var page = ActivatorUtilities.CreateInstance<TPage>(http.RequestServices);
        var request = PageRequest.Of(http, http.Request.Path.Value!);
        var content = await page.LoadAsync(request, http.RequestAborted) ?? throw Answer.Missing("page of this address");
        return new PageAnswer(content, TPage.IsLive ? $"{LivePrefix}{request.Path.TrimEnd('/')}{request.Search}" : null);
    }

    private static LiveAnswer Follow<TPage>(HttpContext http)
        where TPage : class, IPage
    {
        var path = http.Request.Path.Value![LivePrefix.Length..];
        var live = http.RequestServices.GetRequiredService<LivePages>();
        return new LiveAnswer(live.Follow<TPage>(PageRequest.Of(http, path.Length == 0 ? "/" : path)));
    }
}
