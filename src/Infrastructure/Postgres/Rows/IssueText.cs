using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>How an issue's text is looked up by what it contains.</summary>
internal static class IssueText
{
    /// <summary>A pattern for LIKE that finds every candidate.</summary>
    public static string Pattern(string text) => "%" + FoldedText.Of(text)
        .Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal) + "%";
}
