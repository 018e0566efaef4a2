using ObsControlPlane.Api.Pages.Layout;

namespace ObsControlPlane.Api.Pages.Live;

/// <summary>
/// The pages that somebody looks at. Each is read and rendered once for all who look at it, at its own pace, and only while somebody does; they
/// are told when it has changed.
/// </summary>
internal sealed class LivePages(IServiceScopeFactory scopes, TimeProvider time, ILogger<LivePages> log)
{
    private readonly Dictionary<string, LivePage> _pages = new(StringComparer.Ordinal);
    private readonly Lock _changing = new();

    /// <summary>How many browsers look on.</summary>
    public int Watchers
    {
        get
        {
            lock (_changing)
                return _pages.Values.Sum(page => page.Watchers);
        }
    }

    /// <summary>Looks on at a page until the watch is disposed of.</summary>
    /// <param name="request">What the page was asked for.</param>
    public LiveWatch Follow<TPage>(PageRequest request)
        where TPage : class, IPage
    {
        // What a page shows depends on nothing else, the address being part of what it shows.
        var name = $"{request.Address} {request.Path}{request.Search}";
        lock (_changing)
        {
            if (!_pages.TryGetValue(name, out var page))
                _pages[name] = page = new LivePage(ct => RenderAsync<TPage>(request, ct), TPage.Pace, time, log);
            return page.Join(() => Leave(name, page));
        }
    }

    private void Leave(string name, LivePage page)
    {
        lock (_changing)
        {
            if (page.Watchers == 0 && _pages.TryGetValue(name, out var current) && current == page)
            {
                _pages.Remove(name);
                page.Dispose();
            }
        }
    }

    private async Task<string?> RenderAsync<TPage>(PageRequest request, CancellationToken ct)
        where TPage : class, IPage
    {
        await using var scope = scopes.CreateAsyncScope();
        var content = await ActivatorUtilities.CreateInstance<TPage>(scope.ServiceProvider).LoadAsync(request, ct);
        return content is null ? null : await PageRendering.RenderBodyAsync(scope.ServiceProvider, content);
    }
}
