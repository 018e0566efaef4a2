namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>How an issue's text is looked up by what it contains.</summary>
internal static class IssueText
{
    /// <summary>The text as it is looked up. Upper case is what the comparison that ignores case folds to, so that no candidate is missed.</summary>
    public static string Fold(string text) => text.ToUpperInvariant();

    /// <summary>Whether an issue contains a text, ignoring case in any script.</summary>
    public static bool Contains(string issue, string text) => issue.Contains(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>A pattern for LIKE that finds every candidate.</summary>
    public static string Pattern(string text) => "%" + Fold(text)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
