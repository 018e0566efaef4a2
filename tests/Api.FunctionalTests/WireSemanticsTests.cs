using System.IO.Compression;
using System.Net;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests;

/// <summary>What holds for every route: methods, media types, encodings, unknown paths, limits of size.</summary>
public sealed class WireSemanticsTests
{
    private static HttpClient Client => SharedHost.Client;

    [Test]
    public async Task An_unknown_route_is_a_problem()
    {
        var reply = await Client.GetReplyAsync("/api/nothing/here");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.NotFound));
        Assert.That(reply.ContentHeaders.ContentType!.MediaType, Is.EqualTo("application/problem+json"));
        Assert.That(reply.Json.AsObject().Select(member => member.Key), Is.EqualTo(new[] { "type", "title", "status", "detail", "instance", "traceId" }));
        Assert.That((string?)reply.Json["instance"], Is.EqualTo("/api/nothing/here"));
        Assert.That(reply.Header("X-Content-Type-Options"), Is.EqualTo("nosniff"));
    }

    [TestCase("DELETE", "/api/fixes", "GET, HEAD, POST")]
    [TestCase("PUT", "/api/recall", "GET, HEAD, POST")]
    [TestCase("GET", "/api/remember", "POST")]
    [TestCase("POST", "/api/metrics", "GET, HEAD")]
    [TestCase("POST", "/", "GET, HEAD")]
    public async Task Another_method_is_405_with_those_that_are_taken(string method, string path, string allow)
    {
        var reply = await Client.SendAsync(new HttpMethod(method), path);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.MethodNotAllowed), reply.Text);
        Assert.That(reply.Problem, Is.EqualTo("/problems/method-not-allowed"));
        Assert.That(reply.ContentHeaders.Allow.Order(), Is.EqualTo(allow.Split(", ").Order()));
    }

    [TestCase("/api/fixes")]
    [TestCase("/api/state")]
    [TestCase("/api/stats")]
    [TestCase("/api/agents")]
    [TestCase("/api/recall?key=x")]
    [TestCase("/api/metrics")]
    [TestCase("/health")]
    [TestCase("/")]
    [TestCase("/problems/validation")]
    [TestCase("/docs/")]
    [TestCase("/openapi/v1.json")]
    public async Task Head_answers_where_get_does_without_a_body(string path)
    {
        var reply = await Client.SendAsync(HttpMethod.Head, path);

        Assert.That((reply.Status, reply.Text), Is.EqualTo((HttpStatusCode.OK, "")));
    }

    [TestCase("/api/fixes/")]
    [TestCase("/api/state/")]
    [TestCase("/health/")]
    public async Task A_trailing_slash_is_no_error(string path) =>
        Assert.That((await Client.GetReplyAsync(path)).Status, Is.EqualTo(HttpStatusCode.OK));

    [TestCase("application/json")]
    [TestCase("application/json; charset=utf-8")]
    [TestCase("application/json; charset=\"UTF-8\"")]
    [TestCase("Application/JSON")]
    public async Task Json_in_utf8_is_taken_however_it_is_written(string type) =>
        Assert.That((await PostBytesAsync("""{"text": "x"}"""u8.ToArray(), type)).Status, Is.EqualTo(HttpStatusCode.OK));

    [TestCase("text/plain")]
    [TestCase("application/x-www-form-urlencoded")]
    [TestCase("application/x-ndjson")]
    [TestCase("application/json; charset=utf-16")]
    [TestCase(null)]
    public async Task Another_media_type_is_415(string? type)
    {
        var reply = await PostBytesAsync("""{"text": "x"}"""u8.ToArray(), type);

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType), reply.Text);
        Assert.That(reply.Problem, Is.EqualTo("/problems/unsupported-media-type"));
    }

    [TestCase("gzip")]
    [TestCase("deflate")]
    [TestCase("br")]
    [TestCase("identity")]
    public async Task A_compressed_body_is_taken(string encoding) =>
        Assert.That((await PostBytesAsync(Compress(encoding, """{"text": "x"}"""u8.ToArray()), "application/json", encoding)).Status, Is.EqualTo(HttpStatusCode.OK));

    [TestCase("zstd")]
    [TestCase("gzip, gzip")]
    public async Task Another_encoding_is_415(string encoding) =>
        Assert.That((await PostBytesAsync([1], "application/json", encoding)).Status, Is.EqualTo(HttpStatusCode.UnsupportedMediaType));

    [Test]
    public async Task A_body_that_does_not_decompress_is_400() =>
        Assert.That((await PostBytesAsync([1, 2, 3], "application/json", "gzip")).Problem, Is.EqualTo("/problems/malformed-json"));

    [Test]
    public async Task A_compressed_body_that_was_cut_off_is_400_though_its_text_is_whole() =>
        Assert.That((await PostBytesAsync(Compress("gzip", """{"text": "x"}"""u8.ToArray())[..^4], "application/json", "gzip")).Problem, Is.EqualTo("/problems/malformed-json"));

    [Test]
    public async Task A_body_of_8_MiB_is_read_and_one_byte_more_is_413()
    {
        static byte[] Body(int size) => [.. """{"text": "x", "pad": ""}"""u8[..^2], .. Enumerable.Repeat((byte)'a', size - 24), .. "\"}"u8];

        Assert.That((await PostBytesAsync(Body(8 << 20), "application/json")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That((await PostBytesAsync(Body((8 << 20) + 1), "application/json")).Problem, Is.EqualTo("/problems/body-too-large"));
    }

    [Test]
    public async Task A_query_string_of_8_KiB_is_read_and_one_byte_more_is_414()
    {
        static string Path(int length) => $"/api/fingerprint?text={new string('a', length - "text=".Length)}";

        Assert.That((await Client.GetReplyAsync(Path(8 * 1024))).Status, Is.EqualTo(HttpStatusCode.OK));
        var over = await Client.GetReplyAsync(Path((8 * 1024) + 1));
        Assert.That((over.Status, over.Problem), Is.EqualTo((HttpStatusCode.RequestUriTooLong, "/problems/uri-too-long")));
    }

    [Test]
    public async Task A_client_that_goes_away_does_no_harm()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(30));
        Assert.That(async () => await Client.PostAsync(new Uri("/api/remember", UriKind.Relative), new StalledContent(), cancel.Token), Throws.InstanceOf<OperationCanceledException>());

        Assert.That((await Client.GetReplyAsync("/health/live")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    internal static byte[] Compress(string encoding, byte[] bytes)
    {
        using var output = new MemoryStream();
        using (Stream stream = encoding switch
        {
            "gzip" => new GZipStream(output, CompressionLevel.Fastest, leaveOpen: true),
            "deflate" => new ZLibStream(output, CompressionLevel.Fastest, leaveOpen: true),
            "br" => new BrotliStream(output, CompressionLevel.Fastest, leaveOpen: true),
            _ => new BufferedStream(output),
        })
        {
            stream.Write(bytes);
            stream.Flush();
            if (encoding == "identity")
                return output.ToArray();
        }

        return output.ToArray();
    }

    private static Task<Reply> PostBytesAsync(byte[] bytes, string? type, string? encoding = null)
    {
        var content = new ByteArrayContent(bytes);
        if (type is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
            content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        return Client.SendAsync(HttpMethod.Post, "/api/fingerprint", content);
    }

    private sealed class StalledContent : HttpContent
    {
        public StalledContent() => Headers.TryAddWithoutValidation("Content-Type", "application/json");

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await stream.WriteAsync("{"u8.ToArray(), cancellationToken);
            await stream.FlushAsync(cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
