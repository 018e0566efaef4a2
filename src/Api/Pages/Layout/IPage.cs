using Microsoft.Extensions.Primitives;

namespace ObsControlPlane.Api.Pages.Layout;

/// <summary>A page: what it shows at one moment. It is asked once for a browser that comes, and again and again for one that stays.</summary>
internal interface IPage
{
    /// <summary>Its path, as a route pattern.</summary>
    static abstract string Pattern { get; }

    /// <summary>Whether it changes while somebody looks at it.</summary>
    static virtual bool IsLive => true;

    /// <summary>How long it is left alone between two looks at what it shows; longer where that costs more.</summary>
    static virtual TimeSpan Pace => TimeSpan.FromMilliseconds(750);

    /// <summary>Reads what the page shows now.</summary>
    /// <param name="request">What was asked for.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The page's content; null when there is no such thing.</returns>
    Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct);
}

/// <summary>What a browser asked a page for.</summary>
/// <param name="Path">Path, without the query.</param>
/// <param name="Search">The query as it came, with its question mark; empty without one.</param>
/// <param name="Query">The query, decoded.</param>
/// <param name="Route">What the path names, by the names of the pattern.</param>
/// <param name="Address">Where this was asked for: scheme and host.</param>
internal sealed record PageRequest(
    string Path, string Search, IReadOnlyDictionary<string, StringValues> Query, IReadOnlyDictionary<string, string> Route, string Address)
{
    /// <summary>The request of a browser.</summary>
    public static PageRequest Of(HttpContext http, string path) => new(
        path,
        http.Request.QueryString.ToString(),
        http.Request.Query.ToDictionary(StringComparer.Ordinal),
        http.Request.RouteValues.ToDictionary(value => value.Key, value => (string?)value.Value ?? "", StringComparer.Ordinal),
        $"{http.Request.Scheme}://{http.Request.Host}");

    /// <summary>A field of the query without blanks around it; null when it is missing or empty.</summary>
    public string? Text(string name) => Query.TryGetValue(name, out var values) && values.FirstOrDefault()?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>One of some words; the first of them when the query has another or none.</summary>
    public string OneOf(string name, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (word == Text(name))
                return word;
        }

        return words[0];
    }
}

/// <summary>What a page shows.</summary>
/// <param name="Title">Title of the window.</param>
/// <param name="Body">The component between the head and the foot.</param>
/// <param name="View">Its parameter <c>View</c>.</param>
/// <param name="HasCharts">True when it draws charts.</param>
public sealed record PageContent(string Title, Type Body, object View, bool HasCharts = false)
{
    /// <summary>A page of a component with one parameter, <c>View</c>.</summary>
    public static PageContent Of<TBody>(string title, object view, bool hasCharts = false)
        where TBody : Microsoft.AspNetCore.Components.IComponent => new(title, typeof(TBody), view, hasCharts);
}
