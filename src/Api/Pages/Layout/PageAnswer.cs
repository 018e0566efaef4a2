using System.Text;

namespace ObsControlPlane.Api.Pages.Layout;

/// <summary>Answers with a page: scripts and styles of our own alone, nothing of another host.</summary>
/// <param name="content">What it shows.</param>
/// <param name="livePath">Where its changes come from; null for a page that does not change.</param>
/// <param name="status">The status.</param>
internal sealed class PageAnswer(PageContent content, string? livePath = null, int status = StatusCodes.Status200OK) : IResult
{
    internal const string Policy = "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'";

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var html = await PageRendering.RenderAsync(
            httpContext.RequestServices,
            typeof(Document),
            new() { [nameof(Document.Content)] = content, [nameof(Document.Path)] = httpContext.Request.Path.Value, [nameof(Document.LivePath)] = livePath });
        var response = httpContext.Response;
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.Headers.ContentSecurityPolicy = Policy;
        // A button leads back to the page it was pressed on.
        response.Headers["Referrer-Policy"] = "same-origin";
        await response.WriteAsync(html, Encoding.UTF8, httpContext.RequestAborted);
    }
}
