using ObsControlPlane.Reliability.Http;

namespace ObsControlPlane.Reliability.BadInput;

/// <summary>Every route that takes a body by POST, as the program itself lists them.</summary>
/// <param name="Path">The path with real ids in it.</param>
/// <param name="IsLines">Whether it also takes a stream of lines.</param>
internal sealed record Route(string Path, bool IsLines)
{
    private static readonly string[] Expected =
    [
        "/api/remember", "/api/fixes", "/api/fixes/batch", "/api/fixes/{id}/outcomes", "/api/recall", "/api/fingerprint", "/api/import",
        "/api/issues/{fingerprint}/occurrences", "/api/register-agent", "/api/telemetry-report",
    ];

    public static async Task<IReadOnlyList<Route>> AllAsync(Api api, string fixId, string fingerprint)
    {
        var document = (await api.GetAsync("/openapi/v1.json")).Json();
        var told = document?["paths"]?.AsObject().Where(path => path.Value?["post"] is not null).Select(path => path.Key) ?? [];
        return
        [
            .. Expected.Union(told).Order(StringComparer.Ordinal).Select(path => new Route(
                path.Replace("{id}", fixId, StringComparison.Ordinal).Replace("{fingerprint}", fingerprint, StringComparison.Ordinal),
                path is "/api/import" or "/api/fixes/batch")),
        ];
    }
}
