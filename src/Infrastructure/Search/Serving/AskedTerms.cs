using ObsControlPlane.Domain;

namespace ObsControlPlane.Infrastructure.Search.Serving;

/// <summary>Chooses which terms of a question are searched for.</summary>
internal static class AskedTerms
{
    // A term said often weighs more; beyond 8 times nothing changed on any set measured.
    private const int MostRepeats = 8;

    /// <summary>The terms of a question: all of them, or of a long one its rarest (<see cref="Limits.QueryTerms"/>) and as large a part of those that no record holds.</summary>
    /// <param name="view">The index.</param>
    /// <param name="text">The question.</param>
    /// <param name="ct">Ends the choice.</param>
    /// <returns>Terms with their repeats.</returns>
    public static IReadOnlyList<string> Of(SearchView view, string text, CancellationToken ct)
    {
        var said = new Dictionary<string, int>(StringComparer.Ordinal);
        var terms = OpsTokenizer.Terms(text).Where(term => (said[term] = said.GetValueOrDefault(term) + 1) <= MostRepeats).ToList();
        ct.ThrowIfCancellationRequested();
        if (said.Count <= Limits.QueryTerms)
            return terms;
        var known = said.Keys.Count(view.Holds);
        if (known <= Limits.QueryTerms)
            return terms;
        var unknown = terms.Where(term => !view.Holds(term)).ToList();
        return [.. view.Rarest(terms, Limits.QueryTerms), .. unknown.Take((int)((long)unknown.Count * Limits.QueryTerms / known))];
    }
}
