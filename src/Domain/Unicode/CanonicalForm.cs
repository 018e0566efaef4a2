using System.Runtime.InteropServices;
using System.Text;

namespace ObsControlPlane.Domain.Unicode;

/// <summary>
/// Unicode normalisation form C (UAX #15). The platform's own does nothing on Linux without the ICU library, which a fresh machine and
/// the container lack, and changes with the library's version where there is one; the identity of a fix must not.
/// </summary>
public static class CanonicalForm
{
    private const int HangulBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TrailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Trails = 28, Syllables = Leads * Vowels * Trails;

    /// <summary>Below this every character is in form C already and combines with nothing before it.</summary>
    private const char FirstCombining = '\u0300';

    /// <summary>Whether a text is in form C.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <returns>True when composing it would change nothing.</returns>
    public static bool IsComposed(string text) => !text.AsSpan().ContainsAnyInRange(FirstCombining, char.MaxValue) || Compose(text) == text;

    /// <summary>The text in form C; doing it twice changes nothing.</summary>
    /// <param name="text">Well-formed UTF-16.</param>
    /// <returns>The same text when it was composed.</returns>
    public static string Compose(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange(FirstCombining, char.MaxValue))
            return text;
        var points = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, points);
        Order(points);
        Recompose(points);
        var composed = new StringBuilder(text.Length);
        foreach (var point in points)
            composed.Append(new Rune(point));
        return composed.ToString();
    }

    /// <summary>Takes a character apart as far as it goes (form D of that character alone).</summary>
    /// <param name="point">Code point.</param>
    /// <param name="into">Where its parts are added, base first; the character itself when it has none.</param>
    public static void Decompose(int point, List<int> into)
    {
        var syllable = point - HangulBase;
        if (syllable is >= 0 and < Syllables)
        {
            into.Add(LeadBase + (syllable / (Vowels * Trails)));
            into.Add(VowelBase + (syllable % (Vowels * Trails) / Trails));
            if (syllable % Trails > 0)
                into.Add(TrailBase + (syllable % Trails));
        }
        else if (CanonicalData.Decompositions.TryGetValue(point, out var parts))
        {
            foreach (var part in parts)
                Decompose(part, into);
        }
        else
        {
            into.Add(point);
        }
    }

    // Marks after one base go by their class; those of one class keep their order, because they stack in it.
    private static void Order(List<int> points)
    {
        for (var from = 0; from < points.Count; from++)
        {
            if (CanonicalData.ClassOf(points[from]) == 0)
                continue;
            var to = from;
            while (to < points.Count && CanonicalData.ClassOf(points[to]) != 0)
                to++;
            if (to - from > 1)
                points.GetRange(from, to - from).OrderBy(CanonicalData.ClassOf).ToArray().CopyTo(CollectionsMarshal.AsSpan(points)[from..]);
            from = to;
        }
    }

    private static void Recompose(List<int> points)
    {
        var (starter, kept, lastClass) = (-1, 0, 0);
        foreach (var point in points.ToArray())
        {
            var itsClass = CanonicalData.ClassOf(point);
            var adjacent = kept == starter + 1;

            // A mark is blocked from its base by one of its own or a higher class between them, a base by anything between.
            var reaches = starter >= 0 && (adjacent || (lastClass != 0 && lastClass < itsClass));
            if (reaches && Pair(points[starter], point) is { } whole)
            {
                points[starter] = whole;
                continue;
            }

            if (itsClass == 0)
                starter = kept;
            lastClass = itsClass;
            points[kept++] = point;
        }

        points.RemoveRange(kept, points.Count - kept);
    }

    private static int? Pair(int first, int second)
    {
        if (first - LeadBase is >= 0 and < Leads && second - VowelBase is >= 0 and < Vowels)
            return HangulBase + ((((first - LeadBase) * Vowels) + (second - VowelBase)) * Trails);
        if (first - HangulBase is >= 0 and < Syllables && (first - HangulBase) % Trails == 0 && second - TrailBase is > 0 and < Trails)
            return first + (second - TrailBase);
        return CanonicalData.Compositions.TryGetValue((first, second), out var whole) ? whole : null;
    }
}
