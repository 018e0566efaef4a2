using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ObsControlPlane.Api.Pages.Layout;

/// <summary>
/// Renders components as text, without the services of interactive components, which would keep keys for forms in a folder outside the data
/// folder.
/// </summary>
internal static class PageRendering
{
    internal static async Task<string> RenderAsync(IServiceProvider services, Type component, Dictionary<string, object?> parameters)
    {
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync(component, ParameterView.FromDictionary(parameters))).ToHtmlString());
    }

    /// <summary>The part of a page that changes.</summary>
    internal static Task<string> RenderBodyAsync(IServiceProvider services, PageContent content) =>
        RenderAsync(services, content.Body, new() { ["View"] = content.View });
}
