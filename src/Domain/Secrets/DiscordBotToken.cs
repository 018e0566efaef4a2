namespace ObsControlPlane.Domain.Secrets;

/// <summary>The token of a Discord bot: three parts with dots between, the first the bot's decimal id as base64.</summary>
/// <param name="mark">First two characters: those that the base64 of two digits begins with.</param>
internal sealed class DiscordBotToken(string mark) : SecretForm
{
    public override IReadOnlyList<string> Anchors { get; } = [mark];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        if (!text[start..end].SequenceEqual(mark) || !SecretChars.IsStart(text, start))
            return null;
        var id = SecretChars.RunEnd(text, start, SecretChars.LettersAndDigits, 30);
        if (id - start is < 23 or > 28 || id == text.Length || text[id] != '.')
            return null;
        var stamp = SecretChars.RunEnd(text, id + 1, SecretChars.Base64Url, 8);
        if (stamp - id - 1 is not (6 or 7) || stamp == text.Length || text[stamp] != '.')
            return null;
        var last = SecretChars.RunEnd(text, stamp + 1, SecretChars.Base64Url, 50);
        return last - stamp - 1 is >= 27 and <= 45 ? new SecretSpan(start, last, "discord-bot-token") : null;
    }
}
