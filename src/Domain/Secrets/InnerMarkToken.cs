using System.Buffers;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>A token whose mark stands inside or at its end, so that it is read in both directions from there.</summary>
/// <param name="family">Its family.</param>
/// <param name="mark">The mark, whose case counts.</param>
/// <param name="before">What stands before it, and between how many characters and how many.</param>
/// <param name="after">What stands after it, likewise.</param>
internal sealed class InnerMarkToken(
    string family, string mark, (SearchValues<char> Alphabet, int Least, int Most) before, (SearchValues<char> Alphabet, int Least, int Most) after) : SecretForm
{
    public override IReadOnlyList<string> Anchors { get; } = [mark];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        if (!text[start..end].SequenceEqual(mark))
            return null;
        var first = SecretChars.RunStart(text, start, before.Alphabet, floor, before.Most + 1);
        var last = SecretChars.RunEnd(text, end, after.Alphabet, after.Most + 1);
        var isToken = start - first >= before.Least && start - first <= before.Most && last - end >= after.Least && last - end <= after.Most
            && SecretChars.IsStart(text, first) && (last == text.Length || !char.IsAsciiLetterOrDigit(text[last]));
        return isToken && text[first..last].IndexOfAnyInRange('0', '9') >= 0 ? new SecretSpan(first, last, family) : null;
    }

    /// <summary>Tokens of this form, as their issuers write them.</summary>
    public static readonly IReadOnlyList<SecretForm> All =
    [
        new InnerMarkToken("telegram-bot-token", ":AA", (SearchValues.Create("0123456789"), 8, 10), (SecretChars.Base64Url, 30, 36)),
        new InnerMarkToken("terraform-cloud-token", ".atlasv1.", (SecretChars.LettersAndDigits, 14, 14), (SecretChars.Base64Url, 60, 70)),
        new InnerMarkToken("azure-client-secret", "Q~", (SecretChars.Dotted, 4, 4), (SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.~-"), 30, 36)),
        new InnerMarkToken("mailchimp-key", "-us", (SecretChars.Hex, 32, 32), (SearchValues.Create("0123456789"), 1, 2)),
        new InnerMarkToken("new-relic-key", "NRAL", (SecretChars.Hex, 36, 36), (SecretChars.Hex, 0, 0)),
        .. new[] { "MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT" }.Select(mark => new DiscordBotToken(mark)),
    ];
}
