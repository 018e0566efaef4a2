namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Tags as a column: an array, or NULL when there are none.</summary>
internal static class TagArray
{
    public static string[]? Of(IReadOnlyList<string> tags) => tags.Count == 0 ? null : [.. tags];
}
