using System.Text.Json;

namespace ObsControlPlane.Infrastructure.Sqlite.Rows;

/// <summary>Tags as a column: a JSON array, or NULL when there are none.</summary>
internal static class TagText
{
    public static string? Of(IReadOnlyList<string> tags) => tags.Count == 0 ? null : JsonSerializer.Serialize(tags);
}
