using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>The full-text index. It keeps no text of its own, so an entry is taken out by telling it again what was put in.</summary>
internal static class WordIndex
{
    public static void Add(WriteSession session, long rid, IndexedText text) =>
        session.Run("INSERT INTO words(rowid, title, body, solution) VALUES (?1, ?2, ?3, ?4)", rid, text.Title, text.Body, text.Solution);

    public static void Remove(WriteSession session, long rid, IndexedText text) => session.Run(
        "INSERT INTO words(words, rowid, title, body, solution) VALUES ('delete', ?1, ?2, ?3, ?4)", rid, text.Title, text.Body, text.Solution);
}
