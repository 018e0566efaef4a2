using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Domain.UnitTests.Access;

public sealed class KeySecretTests
{
    [Test]
    public void A_new_secret_is_well_formed_and_has_256_bits_and_none_is_like_another()
    {
        var secrets = Enumerable.Range(0, 100).Select(_ => KeySecret.New()).ToList();

        Assert.That(secrets, Is.Unique);
        Assert.That(secrets, Has.All.Matches<string>(secret => KeySecret.IsWellFormed(secret) && secret.Length == 4 + 43));
    }

    [TestCase(31, false)]
    [TestCase(32, true)]
    [TestCase(200, true)]
    [TestCase(201, false)]
    public void A_secret_has_32_to_200_characters_after_its_prefix(int length, bool isTaken) =>
        Assert.That(KeySecret.IsWellFormed("ocp_" + new string('a', length)), Is.EqualTo(isTaken));

    [TestCase("ocp-")]
    [TestCase("OCP_")]
    [TestCase("")]
    public void Another_prefix_is_none(string prefix) => Assert.That(KeySecret.IsWellFormed(prefix + new string('a', 40)), Is.False);

    [TestCase('-', true)]
    [TestCase('_', true)]
    [TestCase('Z', true)]
    [TestCase('.', false)]
    [TestCase(' ', false)]
    [TestCase('é', false)]
    public void Only_letters_digits_underscore_and_hyphen_are_taken(char last, bool isTaken) =>
        Assert.That(KeySecret.IsWellFormed("ocp_" + new string('a', 40) + last), Is.EqualTo(isTaken));

    [Test]
    public void What_is_kept_is_its_SHA_256() => Assert.That(
        Convert.ToHexStringLower(KeySecret.Hash("abc")), Is.EqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));

    [TestCase(null, null, ApiKeyState.Active)]
    [TestCase(1001L, null, ApiKeyState.Active)]
    [TestCase(1000L, null, ApiKeyState.Expired)]
    [TestCase(1001L, 1L, ApiKeyState.Revoked)]
    [TestCase(1L, 1L, ApiKeyState.Revoked)]
    public void A_key_works_until_it_expires_or_is_revoked(long? expires, long? revoked, ApiKeyState state) =>
        Assert.That(new ApiKey(Guid.Empty, "x", AccessScopes.Read, [], 0, expires, revoked).StateAt(1000), Is.EqualTo(state));

    [TestCase(AccessScopes.Read, AccessScopes.Read, true)]
    [TestCase(AccessScopes.Read, AccessScopes.Write, false)]
    [TestCase(AccessScopes.Write, AccessScopes.Read, false)]
    [TestCase(AccessScopes.Read | AccessScopes.Write, AccessScopes.Admin, false)]
    [TestCase(AccessScopes.Admin, AccessScopes.Read, true)]
    [TestCase(AccessScopes.Admin, AccessScopes.Write, true)]
    [TestCase(AccessScopes.None, AccessScopes.Read, false)]
    public void Admin_includes_the_others_and_none_of_them_another(AccessScopes held, AccessScopes needed, bool isAllowed) =>
        Assert.That(held.Allow(needed), Is.EqualTo(isAllowed));

    [Test]
    public void Scopes_have_words() => Assert.That(
        (AccessScopeNames.NamesOf(AccessScopes.Admin | AccessScopes.Read), AccessScopeNames.Of(["write", "read", "nonsense", null])),
        Is.EqualTo((new[] { "read", "admin" }, AccessScopes.Read | AccessScopes.Write)));
}
