using System.Buffers;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>A token that its issuer marks by a prefix.</summary>
/// <param name="family">Its family.</param>
/// <param name="alphabet">What follows the prefix.</param>
/// <param name="least">Least characters after the prefix.</param>
/// <param name="most">Most of them.</param>
/// <param name="prefixes">Prefixes, whose case counts.</param>
internal sealed class PrefixedToken(string family, SearchValues<char> alphabet, int least, int most, params string[] prefixes) : SecretForm
{
    /// <summary>True where the prefix alone says too little, so that the rest must have been made by chance.</summary>
    public bool MustBeRandom { get; init; }

    public override IReadOnlyList<string> Anchors { get; } = prefixes;

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        if (!SecretChars.IsStart(text, start) || !HasPrefix(text[start..end]))
            return null;
        var last = SecretChars.RunEnd(text, end, alphabet, most + 1);
        while (last > end && text[last - 1] is '.' or '-' && alphabet == SecretChars.Dotted)
            last--;
        if (last - end < least || last - end > most)
            return null;
        var rest = text[end..last];
        var isMade = MustBeRandom ? SecretShape.IsRandom(rest) : rest.IndexOfAnyInRange('0', '9') >= 0;
        return isMade && rest.IndexOfAnyExcept(rest[0]) >= 0 ? new SecretSpan(start, last, family) : null;
    }

    private bool HasPrefix(ReadOnlySpan<char> found)
    {
        foreach (var prefix in prefixes)
        {
            if (found.SequenceEqual(prefix))
                return true;
        }

        return false;
    }
}
