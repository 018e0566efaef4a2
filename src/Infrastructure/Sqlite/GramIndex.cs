using System.Text;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>
/// The index behind <i>contains</i>: overlapping threes of characters of the folded issue. It gives candidates; the caller compares
/// them with <see cref="FoldedText.Contains"/>.
/// </summary>
internal static class GramIndex
{
    /// <summary>Characters (code points) a text must have for the index to help.</summary>
    public const int Shortest = 3;

    /// <summary>Threes that are worth asking for when every candidate is read in full.</summary>
    public const int MostGrams = 24;

    public static void Add(WriteSession session, long rid, string issue) =>
        session.Run("INSERT INTO issue_grams(rowid, issue) VALUES (?1, ?2)", rid, FoldedText.Of(issue));

    public static void Remove(WriteSession session, long rid, string issue) =>
        session.Run("INSERT INTO issue_grams(issue_grams, rowid, issue) VALUES ('delete', ?1, ?2)", rid, FoldedText.Of(issue));

    /// <summary>The question to the index, or null when the text is too short for it.</summary>
    /// <param name="text">The text.</param>
    /// <param name="most">Threes of it that are asked for; with fewer there are more candidates.</param>
    public static string? Query(string text, int most)
    {
        var runes = FoldedText.Of(text).EnumerateRunes().ToArray();
        if (runes.Length < Shortest)
            return null;
        var grams = Math.Min(runes.Length - Shortest + 1, most);
        var query = new StringBuilder();
        for (var i = 0; i < grams; i++)
        {
            // Spread over the whole text: its end may be rarer than its beginning.
            var at = grams == 1 ? 0 : (int)((long)i * (runes.Length - Shortest) / (grams - 1));
            query.Append(i == 0 ? "\"" : " AND \"");
            for (var j = at; j < at + Shortest; j++)
                query.Append(runes[j].Value == '"' ? "\"\"" : runes[j].ToString());
            query.Append('"');
        }

        return query.ToString();
    }
}
