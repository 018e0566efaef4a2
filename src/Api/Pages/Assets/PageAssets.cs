using System.Collections.Frozen;
using System.IO.Compression;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Endpoints;

namespace ObsControlPlane.Api.Pages.Assets;

/// <summary>
/// Styles and scripts of the pages. They lie inside the assembly, so that a program that extends this one serves them, too, and are compressed
/// once. Their addresses name their content: a browser asks for each once and keeps it.
/// </summary>
internal static class PageAssets
{
    private const string Prefix = "asset:";

    // A browser may hold on to what never changes under its address.
    private const string Forever = "public, max-age=31536000, immutable";

    private static readonly FrozenDictionary<string, PageAsset> All = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
        .Select(name => PageAsset.Read(name, name[Prefix.Length..]))
        .ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);

    /// <summary>True when the scripts were there at build time; without them pages are plain links, forms and tables.</summary>
    internal static bool HasScripts { get; } = All.ContainsKey("htmx.js");

    /// <summary>Address of an asset.</summary>
    /// <param name="name">Its name.</param>
    internal static string AddressOf(string name) => $"/assets/{All[name].Tag}/{name}";

    internal static void MapAssets(this IEndpointRouteBuilder routes) =>
        routes.MapRead("/assets/{tag}/{name}", Serve).IsOpen().ExcludeFromDescription();

    private static FileContentHttpResult Serve(string tag, string name, HttpContext http)
    {
        if (!All.TryGetValue(name, out var asset))
            throw Answer.Missing("asset of this name");
        var headers = http.Response.Headers;
        // One of another version is served, but not kept under this address.
        headers.CacheControl = tag == asset.Tag ? Forever : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        var isPacked = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.OrdinalIgnoreCase);
        if (isPacked)
            headers.ContentEncoding = "br";
        return TypedResults.Bytes(isPacked ? asset.Packed : asset.Plain, asset.MediaType, entityTag: new EntityTagHeaderValue($"\"{asset.Tag}{(isPacked ? "-br" : "")}\""));
    }

    /// <summary>A file of the pages.</summary>
    private sealed record PageAsset(string Name, string MediaType, byte[] Plain, byte[] Packed, string Tag)
    {
        public static PageAsset Read(string resource, string name)
        {
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
            using var plain = new MemoryStream();
            stream.CopyTo(plain);
            var bytes = plain.ToArray();
            using var packed = new MemoryStream();
            using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
                brotli.Write(bytes);
            return new(name, MediaTypeOf(name), bytes, packed.ToArray(), Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 6)));
        }

        private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
        {
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new InvalidOperationException($"No media type is known for {other}."),
        };
    }
}
