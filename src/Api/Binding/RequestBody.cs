using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Net.Http.Headers;
using ObsControlPlane.Api.Errors;

namespace ObsControlPlane.Api.Binding;

/// <summary>The whole body of a request, decompressed and within its limit.</summary>
/// <param name="bytes">Its bytes.</param>
/// <param name="isNdjson">True for <c>application/x-ndjson</c>.</param>
internal sealed class RequestBody(ReadOnlyMemory<byte> bytes, bool isNdjson)
{
    internal const string Json = "application/json";
    internal const string Ndjson = "application/x-ndjson";
    private const int FirstPiece = 16 * 1024;
    private const int LargestPiece = 1024 * 1024;

    /// <summary>Its bytes.</summary>
    internal ReadOnlyMemory<byte> Bytes { get; } = bytes;

    /// <summary>True for lines of JSON.</summary>
    internal bool IsNdjson { get; } = isNdjson;

    /// <summary>Hash of method, route and body, 64 hex digits: what an idempotency key is bound to.</summary>
    /// <param name="http">The request.</param>
    internal string Digest(HttpContext http)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{http.Request.Method}\n{http.Request.Path.Value?.TrimEnd('/')}\n"));
        hash.AppendData(Bytes.Span);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads the body.</summary>
    /// <param name="http">The request.</param>
    /// <param name="limit">Most bytes after decompression.</param>
    /// <param name="takesNdjson">True when lines of JSON are taken, too.</param>
    /// <exception cref="ProblemException">415 for another media type, 413 over the limit, 400 when its compression is broken.</exception>
    internal static async Task<RequestBody> ReadAsync(HttpContext http, int limit, bool takesNdjson = false)
    {
        var isNdjson = RequireMediaType(http, takesJson: true, takesNdjson);
        if (http.Request.ContentLength > limit && !http.Request.Headers.ContainsKey(HeaderNames.ContentEncoding))
            throw TooLarge(limit);
        return new RequestBody(await ReadToEndAsync(http, limit), isNdjson);
    }

    /// <summary>Refuses a body of another media type or charset.</summary>
    /// <param name="http">The request.</param>
    /// <param name="takesJson">True when JSON is taken.</param>
    /// <param name="takesNdjson">True when lines of JSON are taken.</param>
    /// <returns>True for lines of JSON.</returns>
    /// <exception cref="ProblemException">415.</exception>
    internal static bool RequireMediaType(HttpContext http, bool takesJson, bool takesNdjson)
    {
        var known = MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type);
        var isJson = known && takesJson && type!.MediaType.Equals(Json, StringComparison.OrdinalIgnoreCase);
        var isNdjson = known && takesNdjson && type!.MediaType.Equals(Ndjson, StringComparison.OrdinalIgnoreCase);
        var isUtf8 = !known || type!.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase);
        if ((isJson || isNdjson) && isUtf8)
            return isNdjson;
        var taken = string.Join(" or ", new[] { takesJson ? Json : null, takesNdjson ? Ndjson : null }.OfType<string>());
        throw new ProblemException(ProblemTypes.UnsupportedMediaType, $"This route takes {taken} in UTF-8; set Content-Type so.");
    }

    /// <summary>Lets a stream without end through the server's own limits of size and pace.</summary>
    /// <param name="http">The request.</param>
    internal static void LiftServerLimits(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = null;
        // What follows a log as it is written may pause for longer than a body that is merely sent.
        if (http.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = null;
    }

    // In pieces, because a buffer that doubles would hold three times the limit before it refuses a body that unpacks beyond it.
    private static async Task<ReadOnlyMemory<byte>> ReadToEndAsync(HttpContext http, int limit)
    {
        await using var source = ContentEncodings.Open(http);
        var pieces = new List<ReadOnlyMemory<byte>>();
        var total = 0;
        while (true)
        {
            var piece = new byte[Math.Clamp(total, FirstPiece, LargestPiece)];
            var read = await ReadAsync(source, piece, http.RequestAborted);
            total += read;
            if (total > limit)
                throw TooLarge(limit);
            pieces.Add(piece.AsMemory(0, read));
            if (read < piece.Length)
                return Joined(pieces, total);
        }
    }

    private static async Task<int> ReadAsync(Stream source, byte[] piece, CancellationToken ct)
    {
        try
        {
            return await source.ReadAtLeastAsync(piece, piece.Length, throwOnEndOfStream: false, ct);
        }
        catch (InvalidDataException)
        {
            throw ContentEncodings.Broken("Nothing was stored.");
        }
    }

    private static ReadOnlyMemory<byte> Joined(List<ReadOnlyMemory<byte>> pieces, int total)
    {
        if (pieces is [var only])
            return only;
        var whole = new byte[total];
        var at = 0;
        foreach (var piece in pieces)
        {
            piece.Span.CopyTo(whole.AsSpan(at));
            at += piece.Length;
        }

        return whole;
    }

    private static ProblemException TooLarge(int limit) =>
        new(ProblemTypes.BodyTooLarge, $"The body has more than {limit / (1024 * 1024)} MiB after decompression; send less at once, or use POST /api/import, a stream without end.");
}
