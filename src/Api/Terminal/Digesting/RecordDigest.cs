using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Api.Terminal.Digesting;

/// <summary>
/// A number for everything an export says, the same for the same content wherever it is stored: the hashes of its lines added up, so that
/// their order does not matter. Left out is what each store counts for itself: revisions.
/// </summary>
internal sealed class RecordDigest
{
    private const string Revision = "revision";

    private readonly SortedDictionary<string, (long Lines, BigInteger Sum)> _kinds = new(StringComparer.Ordinal);

    /// <summary>Lines taken in, by kind.</summary>
    public IEnumerable<(string Kind, long Lines, string Digest)> Kinds => _kinds.Select(kind => (kind.Key, kind.Value.Lines, Hex(kind.Value.Sum)));

    /// <summary>Lines taken in.</summary>
    public long Lines => _kinds.Values.Sum(kind => kind.Lines);

    /// <summary>The digest of all of them, 64 hex digits.</summary>
    public string Value => Hex(_kinds.Values.Aggregate(BigInteger.Zero, (sum, kind) => sum + kind.Sum));

    /// <summary>Takes one line in.</summary>
    /// <param name="line">A line of an export, UTF-8.</param>
    public void Add(ReadOnlySpan<byte> line)
    {
        var record = JsonNode.Parse(line)!.AsObject();
        foreach (var part in record.Select(member => member.Value).OfType<JsonObject>())
            part.Remove(Revision);
        var kind = (string)record["type"]!;
        var known = _kinds.GetValueOrDefault(kind);
        var hash = new BigInteger(SHA256.HashData(Encoding.UTF8.GetBytes(record.ToJsonString())), isUnsigned: true, isBigEndian: true);
        _kinds[kind] = (known.Lines + 1, known.Sum + hash);
    }

    private static string Hex(BigInteger sum)
    {
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        var rest = BigInteger.Remainder(sum, BigInteger.Pow(2, 8 * bytes.Length)).ToByteArray(isUnsigned: true, isBigEndian: true);
        bytes.Clear();
        rest.CopyTo(bytes[(bytes.Length - rest.Length)..]);
        return Convert.ToHexStringLower(bytes);
    }
}
