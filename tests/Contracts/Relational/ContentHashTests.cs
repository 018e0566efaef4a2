using ObsControlPlane.Infrastructure.Relational;

namespace ObsControlPlane.Contracts.Relational;

/// <summary>The hash that stored rows were written with: another one would call all of them damaged.</summary>
[Category("sqlite")]
[Category("postgres")]
public sealed class ContentHashTests
{
    // By hand: SHA-256 over a byte for the type, four for the length (little-endian), and the value.
    [Test]
    public void Values_as_a_file_holds_them_hash_to_what_they_always_did() => Assert.That(
        Convert.ToHexString(ContentHash.Of([DBNull.Value, 7L, 0.5, "Grüße", new byte[] { 1, 2, 3 }])), Is.EqualTo("3D906544C1E8FF6A170528F528E30288"));

    [Test]
    public void Values_as_a_server_holds_them_hash_to_what_they_always_did() => Assert.That(
        Convert.ToHexString(ContentHash.Of([DBNull.Value, (short)7, true, "Grüße", Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"), new[] { "a", "" }])),
        Is.EqualTo("7230FAEDD4EF2991F3A09F2F5747B031"));

    [Test]
    public void Another_kind_of_value_is_refused() =>
        Assert.That(() => ContentHash.Of([DateTimeOffset.UnixEpoch]), Throws.InstanceOf<ArgumentOutOfRangeException>());
}
