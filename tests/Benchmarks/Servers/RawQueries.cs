using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using ObsControlPlane.Infrastructure.Postgres.Rows;

namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>The reference of the legs of a recall: one prepared query each over a connection of its own, which answers with ids and nothing else.</summary>
internal sealed class RawQueries : IAsyncDisposable
{
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlCommand _nearest;
    private readonly NpgsqlCommand _words;

    private RawQueries(NpgsqlConnection connection, NpgsqlCommand nearest, NpgsqlCommand words) => (_connection, _nearest, _words) = (connection, nearest, words);

    /// <summary>Opens them.</summary>
    /// <param name="database">The database.</param>
    /// <param name="model">The model of the vectors.</param>
    /// <param name="depth">How many they find, and candidates of the vectors' index.</param>
    /// <param name="isExact">True to compare every vector, false to ask the index.</param>
    /// <param name="wordsOf">The table whose words are searched.</param>
    public static async Task<RawQueries> OpenAsync(OwnDatabase database, StoredModel model, int depth, bool isExact = false, string wordsOf = "memori_metadata")
    {
        var connection = await database.ConnectAsync();
        await using (var set = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SET hnsw.ef_search = {depth}") + (isExact ? "; SET enable_indexscan = off" : ""), connection))
        {
            await set.ExecuteNonQueryAsync();
        }

        var column = $"{EmbeddingRows.ColumnOf(model.Stamp.Dimension)}::vector({model.Stamp.Dimension})";
        var nearest = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SELECT id FROM memori_embeddings WHERE model = {model.Model} ORDER BY {column} <#> $1::vector({model.Stamp.Dimension}) LIMIT {depth}"),
            connection) { Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Real } } };
        await nearest.PrepareAsync();
        var words = new NpgsqlCommand(
            string.Create(CultureInfo.InvariantCulture, $"SELECT id FROM {wordsOf} WHERE words @@ $1::tsquery ORDER BY ts_rank_cd(words, $1::tsquery) DESC LIMIT {depth}"),
            connection) { Parameters = { new() { NpgsqlDbType = NpgsqlDbType.Text } } };
        await words.PrepareAsync();
        return new RawQueries(connection, nearest, words);
    }

    /// <summary>The nearest vectors, best first.</summary>
    public Task<List<Guid>> NearestAsync(float[] vector) => IdsAsync(_nearest, vector);

    /// <summary>What holds any of some terms, ranked by the server.</summary>
    public Task<List<Guid>> WordsAsync(string anyOf) => IdsAsync(_words, anyOf);

    public async ValueTask DisposeAsync()
    {
        await _nearest.DisposeAsync();
        await _words.DisposeAsync();
        await _connection.DisposeAsync();
    }

    private static async Task<List<Guid>> IdsAsync(NpgsqlCommand command, object question)
    {
        command.Parameters[0].Value = question;
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<Guid>();
        while (await reader.ReadAsync())
            ids.Add(reader.GetGuid(0));
        return ids;
    }
}
