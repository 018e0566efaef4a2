namespace ObsControlPlane.Domain.Secrets;

/// <summary>The part of a webhook's address that lets whoever knows it post.</summary>
/// <param name="family">Its family.</param>
/// <param name="least">Least characters of that part.</param>
/// <param name="prefixes">What stands before it.</param>
internal sealed class WebhookAddress(string family, int least, params string[] prefixes) : SecretForm
{
    private const int Longest = 512;

    public override IReadOnlyList<string> Anchors { get; } = prefixes;

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        var last = end;
        while (last < text.Length && last - end < Longest && (SecretChars.Dotted.Contains(text[last]) || text[last] is '/' or '@'))
            last++;
        var path = text[end..last].TrimEnd('.');
        return path.Length >= least && SecretShape.IsRandom(path) && !SecretShape.IsPlaceholder(path) ? new SecretSpan(end, end + path.Length, family) : null;
    }

    /// <summary>Webhooks of chat services.</summary>
    public static readonly IReadOnlyList<SecretForm> All =
    [
        new WebhookAddress("slack-webhook", 20, "hooks.slack.com/services/", "hooks.slack.com/workflows/", "hooks.slack.com/triggers/"),
        new WebhookAddress("discord-webhook", 60, "discord.com/api/webhooks/", "discordapp.com/api/webhooks/"),
        new WebhookAddress("teams-webhook", 60, "webhook.office.com/webhookb2/"),
    ];
}
