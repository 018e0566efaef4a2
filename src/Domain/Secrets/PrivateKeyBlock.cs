using System.Buffers;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>A private key in PEM (RFC 7468), OpenSSH's form or OpenPGP's armour, its end cut off or not, line ends escaped or not.</summary>
internal sealed class PrivateKeyBlock : SecretForm
{
    private const string Dashes = "-----";
    private const string End = "-----END ";
    private const int LeastLine = 16;
    private const int LabelLength = 40;

    private static readonly SearchValues<char> Body = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=\\ \t\r\n:,.()|>*\"'");

    public override IReadOnlyList<string> Anchors { get; } = ["-----BEGIN "];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        var label = text[end..Math.Min(text.Length, end + LabelLength)];
        var close = label.IndexOf(Dashes);
        if (close < 0 || !label[..close].Contains("PRIVATE KEY", StringComparison.Ordinal))
            return null;
        var body = end + close + Dashes.Length;
        var stop = BodyEnd(text, body);
        var whole = text[stop..].StartsWith(End, StringComparison.Ordinal);
        var lines = LinesEnd(text[body..stop], whole);
        if (lines < 0)
            return null;
        if (!whole)
            return new SecretSpan(start, body + lines, "private-key");
        var tail = text[(stop + End.Length)..Math.Min(text.Length, stop + End.Length + LabelLength)].IndexOf(Dashes);
        return new SecretSpan(start, tail < 0 ? stop : stop + End.Length + tail + Dashes.Length, "private-key");
    }

    // A single dash may stand in a header (AES-128-CBC); five of them end the body.
    private static int BodyEnd(ReadOnlySpan<char> text, int from)
    {
        var at = from;
        while (true)
        {
            at = SecretChars.RunEnd(text, at, Body);
            if (at >= text.Length || text[at] != '-' || text[at..].StartsWith(Dashes, StringComparison.Ordinal))
                return at;
            at++;
        }
    }

    // Where the last line of the key ends; -1 when there is none. Of a key that was cut off, prose that follows is left alone.
    private static int LinesEnd(ReadOnlySpan<char> body, bool whole)
    {
        var (at, last) = (0, -1);
        while (at < body.Length)
        {
            if (body[at] == '\\' && at + 1 < body.Length && (body[at + 1] is 'n' or 'r' or 't'))
            {
                at++;
            }
            else if (SecretChars.Base64.Contains(body[at]))
            {
                var end = SecretChars.RunEnd(body, at, SecretChars.Base64);
                if (end - at >= LeastLine && SecretShape.Mixes(body[at..end]))
                    last = end;
                else if (!whole && last >= 0)
                    return last;
                at = end;
                continue;
            }

            at++;
        }

        return last;
    }
}
