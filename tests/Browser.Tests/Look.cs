using System.Collections.Concurrent;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace ObsControlPlane.Browser.Tests;

/// <summary>A browser's window with a theme and a width, and what happened in it.</summary>
internal sealed class Look : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _elsewhere = [];
    private readonly ConcurrentQueue<(string Url, int Bytes)> _loaded = [];
    private readonly string _name;
    private int _shots;

    private Look(IBrowserContext context, IPage page, string name) => (_context, Page, _name) = (context, page, name);

    public IPage Page { get; }

    /// <summary>Requests to other hosts.</summary>
    public IReadOnlyCollection<string> Elsewhere => _elsewhere;

    public static async Task<Look> OpenAsync(string address, ColorScheme theme, int width, bool hasScripts = true)
    {
        var context = await Browsers.Browser.NewContextAsync(new()
        {
            BaseURL = address,
            ColorScheme = theme,
            ViewportSize = new() { Width = width, Height = 900 },
            ReducedMotion = ReducedMotion.Reduce,
            JavaScriptEnabled = hasScripts,
        });
        // Before anything of the page runs, so that no early violation is missed.
        await context.AddInitScriptAsync("window.refused=[];document.addEventListener('securitypolicyviolation',e=>window.refused.push(e.effectiveDirective+' '+e.blockedURI))");
        var look = new Look(context, await context.NewPageAsync(), $"{theme}-{width}{(hasScripts ? "" : "-plain")}".ToLowerInvariant());
        look.Page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address, StringComparison.Ordinal))
                look._elsewhere.Enqueue(request.Url);
        };
        look.Page.RequestFinished += async (_, request) => look._loaded.Enqueue((request.Url, (await request.SizesAsync()).ResponseBodySize));
        return look;
    }

    /// <summary>Goes to a page with an empty cache of what it loads, and says what that cost.</summary>
    public async Task<(int Requests, int Bytes)> VisitAsync(string path)
    {
        _loaded.Clear();
        await Page.GotoAsync(path, new() { WaitUntil = WaitUntilState.Load });
        await Task.Delay(300);
        return (_loaded.Count, _loaded.Sum(one => one.Bytes));
    }

    /// <summary>What the policy refused on the page that is shown.</summary>
    public Task<string[]> RefusedAsync() => Page.EvaluateAsync<string[]>("window.refused ?? []");

    /// <summary>What axe finds on the page that is shown, of any impact.</summary>
    public async Task<IReadOnlyList<string>> AxeAsync() =>
        [.. (await Page.RunAxe()).Violations.SelectMany(found => found.Nodes.Select(node => $"{found.Id} ({found.Impact}): {node.Html}"))];

    /// <summary>Whether the page is wider than the window.</summary>
    public Task<bool> OverflowsAsync() => Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > window.innerWidth");

    /// <summary>Keeps what is seen.</summary>
    public Task ShootAsync(string what) => Page.ScreenshotAsync(new() { Path = Path.Combine(Screenshots, $"{_name}-{++_shots:00}-{what}.png"), FullPage = true });

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();

    private static string Screenshots { get; } = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "..", "..", "screenshots"));
}
