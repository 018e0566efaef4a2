namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>How an issue's text is looked up by what it contains, ignoring case in any script.</summary>
internal static class FoldedText
{
    /// <summary>The text as it is looked up. Upper case is what the comparison that ignores case folds to, so that no candidate is missed.</summary>
    public static string Of(string text) => text.ToUpperInvariant();

    /// <summary>Whether an issue contains a text.</summary>
    public static bool Contains(string issue, string text) => issue.Contains(text, StringComparison.OrdinalIgnoreCase);
}
