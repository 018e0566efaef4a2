using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>
/// Makes vectors at an endpoint that speaks OpenAI's embeddings protocol (platform.openai.com/docs/api-reference/embeddings), one text a
/// request: what is cached and counted is one text. Repeats and the time limit are the client's.
/// </summary>
/// <param name="client">Has no base address of its own.</param>
/// <param name="settings">Endpoint, model, key and limits.</param>
internal sealed class EndpointEmbeddingGenerator(HttpClient client, EmbeddingSettings settings) : IEmbeddingGenerator<string, Embedding<float>>
{
    /// <summary>Largest answer that is read: 4,096 numbers take less than 100 KB.</summary>
    public const int LargestAnswer = 1 << 20;

    private readonly EmbeddingGeneratorMetadata _metadata = new("openai-compatible", settings.Endpoint, settings.Model, settings.Dimensions);

    /// <inheritdoc/>
    /// <exception cref="HttpRequestException">The endpoint could not be reached, or refused; with its status where it answered.</exception>
    /// <exception cref="InvalidDataException">The answer is not one vector of the expected length for each text.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values, EmbeddingGenerationOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        var made = new GeneratedEmbeddings<Embedding<float>>();
        foreach (var text in values)
            made.Add(new Embedding<float>(await AskAsync(Shortened(text), cancellationToken).ConfigureAwait(false)) { ModelId = settings.Model });
        return made;
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        if (serviceKey is not null)
            return null;
        return serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private async Task<float[]> AskAsync(string text, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, settings.Endpoint);
        request.Content = JsonContent.Create(new { model = settings.Model, input = new[] { text }, encoding_format = "float" });

        // A length up front: some servers take no chunked body.
        await request.Content.LoadIntoBufferAsync(ct).ConfigureAwait(false);
        if (settings.ApiKey is { } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.SendAsync(request, ct).ConfigureAwait(false);

        // The body of a refusal is left alone: some repeat the key in it.
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"The embedding endpoint answered {(int)response.StatusCode}.", null, response.StatusCode);
        return VectorOf(await response.Content.ReadAsByteArrayAsync(ct).ConfigureAwait(false));
    }

    private float[] VectorOf(byte[] answer)
    {
        try
        {
            using var document = JsonDocument.Parse(answer);
            var data = document.RootElement.GetProperty("data");
            if (data.GetArrayLength() != 1)
                throw new InvalidDataException($"The embedding endpoint gave {data.GetArrayLength()} vectors for one text.");
            float[] vector = [.. data[0].GetProperty("embedding").EnumerateArray().Select(number => number.GetSingle())];
            return UnitVector.Of(vector, settings.Dimensions ?? vector.Length);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException("The embedding endpoint's answer is not what the protocol says.", exception);
        }
    }

    // Half a character would be no text.
    private string Shortened(string text)
    {
        if (text.Length <= settings.MaxCharacters)
            return text;
        return char.IsHighSurrogate(text[settings.MaxCharacters - 1]) ? text[..(settings.MaxCharacters - 1)] : text[..settings.MaxCharacters];
    }
}
