using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Api.FunctionalTests.Host;

/// <summary>Requests and answers as short as the tests read.</summary>
internal static class Http
{
    private static int _number;

    /// <summary>A text that no other test uses.</summary>
    public static string Unique(string text) => $"{text} {Words(Interlocked.Increment(ref _number))}";

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static ByteArrayContent Body(byte[] bytes, string mediaType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        return content;
    }

    public static async Task<Reply> SendAsync(this HttpClient client, HttpMethod method, string path, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        // Sent as written: the client would mend a broken percent-encoding before the server sees it.
        var address = new Uri(client.BaseAddress!.GetLeftPart(UriPartial.Authority) + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, address) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        Leaks.Inspect(response, path, text);
        return new Reply(response.StatusCode, response.Headers, response.Content.Headers, text);
    }

    public static Task<Reply> GetReplyAsync(this HttpClient client, string path, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Get, path, null, headers);

    public static Task<Reply> PostAsync(this HttpClient client, string path, string json, params (string Name, string Value)[] headers) =>
        client.SendAsync(HttpMethod.Post, path, Json(json), headers);

    public static Task<Reply> PostAsync(this HttpClient client, string path, object body, params (string Name, string Value)[] headers) =>
        client.PostAsync(path, JsonSerializer.Serialize(body), headers);

    // Numbers are masked away from an issue's fingerprint; words are not.
    private static string Words(int number) => string.Concat(number.ToString("D6", System.Globalization.CultureInfo.InvariantCulture).Select(digit => (char)('a' + (digit - '0'))));
}

/// <summary>An answer, read to its end.</summary>
internal sealed record Reply(HttpStatusCode Status, HttpResponseHeaders Headers, HttpContentHeaders ContentHeaders, string Text)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string? Problem => (string?)Json["type"];

    public string? Header(string name) => Headers.TryGetValues(name, out var values) ? string.Join(", ", values)
        : ContentHeaders.TryGetValues(name, out values) ? string.Join(", ", values) : null;

    public IEnumerable<string> WrongFields => Json["errors"]!.AsObject().Select(error => error.Key);
}
