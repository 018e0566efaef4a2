using System.Collections.Frozen;

namespace ObsControlPlane.Domain.Issues;

/// <summary>Ids in quotes: <c>order "A-10023"</c>, <c>user 'u83fj2'</c>. A quoted name with a number in it stays.</summary>
internal static class QuotedForms
{
    private const int Longest = 64;
    private const int ManyDigits = 4;

    private static readonly FrozenSet<string> IdNouns = FrozenSet.ToFrozenSet(
    [
        "id", "uuid", "guid", "user", "customer", "client", "order", "request", "session", "transaction", "trace", "span", "message",
        "token", "tenant", "account", "correlation", "invoice", "payment", "ticket", "record", "row", "key", "entity", "object",
    ]);

    /// <summary>The length of the id between the quote at <paramref name="quote"/> and the next of its kind; 0 when it is no id.</summary>
    internal static int Id(ReadOnlySpan<char> text, int quote, MaskedText before)
    {
        // The apostrophe of "didn't" opens nothing.
        if (CharKind.IsWord(before.Last))
            return 0;

        var start = quote + 1;
        var end = start;
        var digits = 0;
        while (end < text.Length && end - start <= Longest && (CharKind.IsWord(text[end]) || text[end] is '-' or '_'))
        {
            if (char.IsAsciiDigit(text[end]))
                digits++;
            end++;
        }

        if (end == start || end >= text.Length || text[end] != text[quote] || digits == 0)
            return 0;

        var inside = text[start..end];
        // A quoted number by itself may be a code: the rules of numbers know.
        if (CharKind.IsAllDigits(inside) || KnownNames.BeginsWithCodePrefix(inside))
            return 0;
        return (digits >= ManyDigits && inside.IndexOfAnyInRange('a', 'z') >= 0 && !KnownNames.IsAlgorithm(inside)) || IdNouns.Contains(before.Words().First)
            ? inside.Length
            : 0;
    }
}
