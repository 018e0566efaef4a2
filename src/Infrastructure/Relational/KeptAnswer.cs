using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>An answer as it is kept under an idempotency key. It holds no text of a record, so that erasing a record leaves none behind.</summary>
/// <param name="Digest">Digest of the request it was given to.</param>
/// <param name="Answer">The answer as JSON.</param>
internal sealed record KeptAnswer(string Digest, string Answer)
{
    /// <summary>Columns for <see cref="Read"/>.</summary>
    public const string Columns = "key, item, digest, kind, answer, created, content_hash";

    /// <summary>How answers are written as JSON.</summary>
    public static readonly JsonSerializerOptions Json = new() { Converters = { new FingerprintConverter() } };

    /// <exception cref="DamagedRowException">The row is not what was written.</exception>
    public static KeptAnswer Read(DbDataReader row)
    {
        var values = RowValues.Verified(row, "idempotency", 0, 6);
        return new KeptAnswer(values.Text(2), values.Text(4));
    }

    /// <summary>The answer, if it was given to the same request.</summary>
    /// <exception cref="DomainException">The key was used with another request.</exception>
    public string AnswerTo(WriteKey key) => Digest == key.Digest ? Answer : throw new DomainException(
        ProblemCodes.IdempotencyKeyReused, "This idempotency key was used with another request; use a new key for a new request.");

    /// <summary>A receipt without the record's text.</summary>
    public static Receipt WithoutText(Receipt receipt) => receipt with { Key = "" };

    /// <summary>A receipt of a telemetry report without the records' texts.</summary>
    public static TelemetryReceipt WithoutText(TelemetryReceipt receipt) =>
        receipt with { Fixes = [.. receipt.Fixes.Select(fix => fix is null ? null : WithoutText(fix))] };

    private sealed class FingerprintConverter : JsonConverter<Fingerprint>
    {
        public override Fingerprint Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            Fingerprint.Parse(reader.GetString()!);

        public override void Write(Utf8JsonWriter writer, Fingerprint value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
    }
}
