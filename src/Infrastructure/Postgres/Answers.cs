using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Infrastructure.Postgres.Rows;
using ObsControlPlane.Infrastructure.Postgres.Sessions;
using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>How an answer is kept under an idempotency key. What is kept holds no text of a record, so that erasing a record leaves none behind.</summary>
/// <param name="Kind">Name of the kind of answer.</param>
/// <param name="Keep">The answer as JSON.</param>
/// <param name="Recall">The answer from that JSON, its texts read anew from the record.</param>
/// <typeparam name="T">The answer.</typeparam>
internal sealed record Answer<T>(string Kind, Func<T, string> Keep, Func<PostgresSession, string, Task<T>> Recall)
{
    /// <summary>An answer without texts of a record.</summary>
    public static Answer<T> Plain(string kind) =>
        new(kind, value => JsonSerializer.Serialize(value, KeptAnswer.Json), (_, json) => Task.FromResult(JsonSerializer.Deserialize<T>(json, KeptAnswer.Json)!));
}

/// <summary>Answers that several adapters keep.</summary>
internal static class Answers
{
    /// <summary>A receipt; its key is the record's text and is read anew.</summary>
    public static readonly Answer<Receipt> Receipt = new(
        "receipt",
        receipt => JsonSerializer.Serialize(KeptAnswer.WithoutText(receipt), KeptAnswer.Json),
        (session, json) => WithTextAsync(session, JsonSerializer.Deserialize<Receipt>(json, KeptAnswer.Json)!));

    /// <summary>The receipt with the record's text.</summary>
    /// <exception cref="DomainException">The record was erased.</exception>
    public static async Task<Receipt> WithTextAsync(PostgresSession session, Receipt kept)
    {
        var erased = Tombstones.AskErased(session, kept.Kind, kept.Id);
        var fix = FixRows.AskStanding(session, kept.Id);
        var memory = MemoryRows.AskStanding(session, kept.Id);
        await session.SendAsync().ConfigureAwait(false);
        Erasure.ThrowIf(erased.First, kept.Kind);
        var key = kept.Kind == RecordKind.Fix ? fix.First?.Fix.Key : memory.First?.Memory.Key;
        return kept with { Key = key ?? throw new DamagedRowException("idempotency", kept.Id) };
    }
}
