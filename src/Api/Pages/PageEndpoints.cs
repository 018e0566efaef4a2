using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Endpoints;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Pages.Agents;
using ObsControlPlane.Api.Pages.Alerts;
using ObsControlPlane.Api.Pages.Assets;
using ObsControlPlane.Api.Pages.Connect;
using ObsControlPlane.Api.Pages.Fixes;
using ObsControlPlane.Api.Pages.Issues;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Api.Pages.Live;
using ObsControlPlane.Api.Pages.Memory;
using ObsControlPlane.Api.Pages.Now;
using ObsControlPlane.Api.Pages.Problems;
using ObsControlPlane.Api.Pages.Status;

namespace ObsControlPlane.Api.Pages;

/// <summary>The pages for a browser, their buttons, styles and scripts.</summary>
internal static class PageEndpoints
{
    internal static IServiceCollection AddPages(this IServiceCollection services) => services
        .AddSingleton<LivePages>()
        // Pages alone: what the API answers with is compressed by whoever stands before it.
        .AddResponseCompression(options =>
        {
            options.MimeTypes = ["text/html"];
            options.EnableForHttps = true;
        });

    internal static void MapPages(this IEndpointRouteBuilder routes)
    {
        routes.MapPage<NowPage>();
        routes.MapPage<AgentsPage>();
        routes.MapPage<AgentPage>();
        routes.MapPage<MemoryPage>();
        routes.MapPage<FixesPage>();
        routes.MapPage<OneFixPage>();
        routes.MapPage<IssuePage>();
        routes.MapPage<AlertsPage>();
        routes.MapPage<StatusPage>();
        routes.MapPage<ConnectPage>();
        routes.MapForms();
        routes.MapAssets();
        routes.MapProblems();
    }

    // What type of a problem leads to: cause and remedy.
    private static void MapProblems(this IEndpointRouteBuilder routes)
    {
        routes.MapRead("/problems", () => new PageAnswer(PageContent.Of<ProblemListBody>("Problems", ProblemTypes.All))).IsOpen().ExcludeFromDescription();
        routes.MapRead("/problems/{slug}", Problem).IsOpen().ExcludeFromDescription();
    }

    private static IResult Problem(string slug, HttpContext http)
    {
        if (!ProblemTypes.BySlug.TryGetValue(slug, out var type))
            throw Answer.Missing("problem of this name; /problems lists them all");
        return http.Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.OrdinalIgnoreCase)
            ? Answer.Ok(type)
            : new PageAnswer(PageContent.Of<ProblemBody>(type.Title, type));
    }
}
