using System.IO.Compression;
using ObsControlPlane.Api.Errors;

namespace ObsControlPlane.Api.Binding;

/// <summary>
/// Bodies that were compressed on their way (<c>Content-Encoding</c>). The reader counts what comes out, so a small body that
/// unpacks to a large one ends at the route's limit.
/// </summary>
internal static class ContentEncodings
{
    /// <summary>The body as it was before it was compressed.</summary>
    /// <param name="http">The request.</param>
    /// <returns>A stream; the server closes the request's own.</returns>
    /// <exception cref="ProblemException">415 for an encoding that is not known, or several.</exception>
    internal static Stream Open(HttpContext http)
    {
        var body = http.Request.Body;
        return http.Request.Headers.ContentEncoding.ToString().Trim().ToLowerInvariant() switch
        {
            "" or "identity" => body,
            "gzip" or "x-gzip" => new WholeGzip(body),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress, leaveOpen: true),
            "br" => new BrotliStream(body, CompressionMode.Decompress, leaveOpen: true),
            _ => throw new ProblemException(ProblemTypes.UnsupportedMediaType, "Content-Encoding may be gzip, deflate or br; send the body so, or plain."),
        };
    }

    /// <summary>400: the body is not what its encoding says, or was cut off.</summary>
    /// <param name="taken">What was stored of it, one sentence.</param>
    internal static ProblemException Broken(string taken) => new(
        ProblemTypes.MalformedJson, $"The body does not decompress as its Content-Encoding says, or was cut off; compress it again or send it plain. {taken}");
}
