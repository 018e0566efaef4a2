using System.Buffers;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>Looks for the anchors of many forms in one pass, and asks a form only where one of its anchors stands.</summary>
internal sealed class SecretScan
{
    private readonly SearchValues<string> _anchors;
    private readonly (string Anchor, SecretForm Form)[][] _byFirst = new (string, SecretForm)[128][];

    public SecretScan(IReadOnlyList<SecretForm> forms)
    {
        var pairs = forms.SelectMany(form => form.Anchors.Select(anchor => (Anchor: anchor, Form: form))).ToList();
        _anchors = SearchValues.Create([.. pairs.Select(pair => pair.Anchor).Distinct(StringComparer.OrdinalIgnoreCase)], StringComparison.OrdinalIgnoreCase);
        var ordered = pairs.OrderByDescending(pair => pair.Anchor.Length).GroupBy(pair => char.ToLowerInvariant(pair.Anchor[0]));
        foreach (var group in ordered)
            _byFirst[group.Key] = [.. group];
    }

    /// <summary>A more telling secret inside of one that was found, or null.</summary>
    public delegate SecretSpan? Within(ReadOnlySpan<char> text, SecretSpan found);

    /// <summary>Every secret of a text, in its order, none over another and none over a mark of one that was replaced.</summary>
    public List<SecretSpan> Find(ReadOnlySpan<char> text, Within inner)
    {
        List<SecretSpan> found = [];
        var (at, floor) = (0, 0);
        var mark = (Start: -1, End: -1);
        while (at < text.Length)
        {
            var next = text[at..].IndexOfAny(_anchors);
            if (next < 0)
                break;
            at += next;
            if (mark.Start < 0 || (mark.End <= at && mark.Start < text.Length))
                mark = SecretRedactor.NextMark(text, Math.Max(0, mark.End));
            if (at >= mark.Start && at < mark.End)
            {
                at = floor = mark.End;
                continue;
            }

            if (At(text, at, floor) is not { } span || span.End <= span.Start || Overlaps(text, span, mark))
            {
                at++;
                continue;
            }

            span = inner(text, span) ?? span;
            found.Add(span);
            at = floor = span.End;
        }

        return found;
    }

    /// <summary>The first secret that lies within a part of a text, or null.</summary>
    public SecretSpan? FirstWithin(ReadOnlySpan<char> text, int from, int to)
    {
        for (var at = from; at < to; at++)
        {
            var next = text[at..to].IndexOfAny(_anchors);
            if (next < 0)
                return null;
            at += next;
            if (At(text[..to], at, from) is { } span && span.Start >= from && span.End > span.Start)
                return span;
        }

        return null;
    }

    private SecretSpan? At(ReadOnlySpan<char> text, int at, int floor)
    {
        var first = char.ToLowerInvariant(text[at]);
        // Ignoring case, a few letters outside of ASCII equal one inside; no anchor begins with them as it is written.
        foreach (var (anchor, form) in first < 128 ? _byFirst[first] ?? [] : [])
        {
            if (text[at..].StartsWith(anchor, StringComparison.OrdinalIgnoreCase) && form.Find(text, at, at + anchor.Length, floor) is { } span && span.Start >= floor)
                return span;
        }

        return null;
    }

    private static bool Overlaps(ReadOnlySpan<char> text, SecretSpan span, (int Start, int End) mark)
    {
        while (mark.End <= span.Start && mark.Start < text.Length)
            mark = SecretRedactor.NextMark(text, mark.End);
        return span.Start < mark.End && mark.Start < span.End;
    }
}
