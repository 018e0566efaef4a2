using System.Globalization;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Http;

namespace ObsControlPlane.Reliability.Load;

/// <summary>One request of the load, which may be sent again with the same idempotency key.</summary>
/// <param name="method">Its method.</param>
/// <param name="path">Its path.</param>
/// <param name="body">Its body, or null.</param>
/// <param name="key">Its idempotency key; null for erasing, which is idempotent by itself.</param>
/// <param name="effects">What it asks for, in the order of its items.</param>
/// <param name="learn">Takes the id of item i.</param>
internal sealed class Operation(HttpMethod method, string path, byte[]? body, string? key, IReadOnlyList<Effect> effects, Action<int, string> learn)
{
    private byte[]? _body = body;

    public IReadOnlyList<Effect> Effects => effects;

    public bool IsSettled { get; private set; }

    /// <summary>An answer that the contract does not know, as a sentence; null when all answers made sense.</summary>
    public string? Surprise { get; private set; }

    public async Task<Answer> SendAsync(Api api)
    {
        // A server that died may have left the key in flight only in its memory: 409 after a restart must end soon.
        for (var attempt = 0; ; attempt++)
        {
            var now = System.Diagnostics.Stopwatch.GetTimestamp();
            foreach (var effect in effects.Where(effect => effect.SentAt == 0))
                effect.SentAt = now;
            var answer = await api.SendAsync(method, path, _body, key: key);
            if (answer.Status == 409 && attempt < 25)
            {
                await Task.Delay(100);
                continue;
            }

            Settle(answer);
            return answer;
        }
    }

    private void Settle(Answer answer)
    {
        if (answer.Succeeded && answer.Json() is { } json)
            Acknowledge(answer, json);
        else
            Fail(answer);
        IsSettled = effects.All(effect => effect.Fate is not Fate.Unknown);
        if (IsSettled)
            _body = null;
    }

    private void Acknowledge(Answer answer, JsonNode json)
    {
        if (json["results"] is JsonArray results)
        {
            for (var i = 0; i < effects.Count; i++)
            {
                var item = results.FirstOrDefault(result => (int?)result?["index"] == i);
                Settle(i, (int?)item?["status"] ?? 0, (string?)item?["id"], answer);
            }

            return;
        }

        Settle(0, answer.Status, (string?)json["id"], answer);
    }

    private void Settle(int index, int status, string? id, Answer answer)
    {
        var effect = effects[index];
        effect.Settle(FateOf(status), answer.At);
        if (effect.Fate == Fate.Acknowledged && effect.Kind == EffectKind.Forbidden)
            Surprise = string.Create(CultureInfo.InvariantCulture, $"{method} {path} took what it must refuse: {answer}");
        else if (effect.Fate == Fate.Refused && effect.Kind != EffectKind.Forbidden)
            Surprise = $"{method} {path} refused what it must take: {answer}";
        else if (effect.Fate == Fate.Acknowledged && id is not null)
            learn(index, id);
        else if (effect.Fate == Fate.Acknowledged)
            Surprise = $"{method} {path} gave no id: {answer}";
    }

    private void Fail(Answer answer)
    {
        foreach (var effect in effects)
        {
            effect.Settle(FateOf(answer.Status), answer.At);
            if (effect.Fate == Fate.Refused && effect.Kind != EffectKind.Forbidden)
                Surprise = $"{method} {path} refused what it must take: {answer}";
        }

        if (answer.Status is >= 500 and not 503)
            Surprise = $"{method} {path} answered {answer}";
    }

    private static Fate FateOf(int status) => status switch
    {
        200 or 201 or 202 => Fate.Acknowledged,
        503 => Fate.Unavailable,
        >= 400 and < 500 => Fate.Refused,
        _ => Fate.Unknown,
    };
}
