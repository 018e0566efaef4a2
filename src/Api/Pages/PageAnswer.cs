using System.Text;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ObsControlPlane.Api.Pages;

/// <summary>
/// Answers with a page: rendered here, no script, nothing of another host. Rendered without the services of interactive components,
/// which would keep keys for forms in a folder outside the data folder.
/// </summary>
/// <param name="parameters">The component's parameters.</param>
/// <typeparam name="TPage">The component.</typeparam>
internal sealed class PageAnswer<TPage>(Dictionary<string, object?> parameters) : IResult
    where TPage : IComponent
{
    private const string Policy = "default-src 'self'; script-src 'none'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var services = httpContext.RequestServices;
        await using var renderer = new HtmlRenderer(services, services.GetRequiredService<ILoggerFactory>());
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
        var response = httpContext.Response;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        await response.WriteAsync(html, Encoding.UTF8, httpContext.RequestAborted);
    }
}
