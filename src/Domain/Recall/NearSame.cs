using System.Text;

namespace ObsControlPlane.Domain.Recall;

/// <summary>
/// Groups fixes whose solutions differ in case, punctuation and white space alone. What worked, what failed and what nobody knows of are
/// never grouped with each other, and the record keeps them all apart.
/// </summary>
internal static class NearSame
{
    /// <summary>Leaves the best of each group, counting the others.</summary>
    /// <param name="ordered">Hits, best first.</param>
    internal static IEnumerable<RankedHit> Fold(IEnumerable<RankedHit> ordered) => ordered
        .GroupBy(hit => hit.Finding.Fix is { } fix ? (object)(KeyOf(fix.Solution), fix.Success) : hit.Id)
        .Select(group => group.First() with { Similar = group.Sum(hit => hit.Similar) + group.Count() - 1 });

    // Numbers and paths stay apart: "chmod 644" and "chmod 755" differ in letters and digits. A text of punctuation alone is itself.
    internal static string KeyOf(string solution)
    {
        var key = new StringBuilder(solution.Length);
        foreach (var c in solution)
        {
            if (char.IsLetterOrDigit(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark)
                key.Append(char.ToLowerInvariant(c));
            else if (key.Length > 0 && key[^1] != ' ')
                key.Append(' ');
        }

        return key.Length == 0 ? solution : key.ToString().TrimEnd();
    }
}
