using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Contracts;

/// <summary>Keys: added, listed, replaced with an overlap, revoked for good.</summary>
[ContractOf(typeof(IKeyStore))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Keys))]
public sealed class KeyStoreContract(Harness<IKeyStore> harness)
{
    private IKeyStore _keys = null!;

    [SetUp]
    public async Task StartEmpty() => _keys = await harness.RequireAsync();

    [Test]
    public async Task Nothing_is_there_at_first() => Assert.That(await ListAsync(), Is.Empty);

    [Test]
    public async Task A_key_is_read_back_whole_and_the_newest_comes_first()
    {
        var first = Key("deploy ê", AccessScopes.Read | AccessScopes.Write, expiresAt: Samples.Now + Samples.Day);
        var second = Key("root", AccessScopes.Admin, createdAt: Samples.Now + 1);
        var receipt = await AddAsync(first);
        await AddAsync(second);
        var listed = await ListAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(receipt, Is.EqualTo(new Written<KeyReceipt>(new KeyReceipt(first.Id))));
            Assert.That(listed.Select(Told), Is.EqualTo(new[] { Told(second), Told(first) }));
        }
    }

    [Test]
    public async Task A_replaced_key_ends_at_the_given_instant_and_the_new_one_names_it()
    {
        var old = Key("deploy");
        await AddAsync(old);
        await AddAsync(Key("deploy", replaces: old.Id), replacedUntil: Samples.Now + Samples.Hour);
        var listed = await ListAsync();

        Assert.That(listed.Select(key => (key.Replaces, key.ExpiresAt)), Is.EqualTo(new (Guid?, long?)[] { (old.Id, null), (null, Samples.Now + Samples.Hour) }));
    }

    [Test]
    public async Task A_replaced_key_that_ends_earlier_keeps_its_end()
    {
        var old = Key("deploy", expiresAt: Samples.Now + Samples.Minute);
        await AddAsync(old);
        await AddAsync(Key("deploy", replaces: old.Id), replacedUntil: Samples.Now + Samples.Hour);

        Assert.That((await ListAsync())[^1].ExpiresAt, Is.EqualTo(Samples.Now + Samples.Minute));
    }

    [Test]
    public async Task Nothing_is_added_in_place_of_a_key_that_is_not_there_or_was_revoked()
    {
        var old = Key("deploy");
        await AddAsync(old);
        await _keys.RevokeAsync(old.Id, Samples.Now, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await AddAsync(Key("deploy", replaces: Samples.NewId())), Is.Null);
            Assert.That(await AddAsync(Key("deploy", replaces: old.Id)), Is.Null);
            Assert.That(await ListAsync(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task A_repeat_with_the_same_idempotency_key_adds_nothing_and_names_the_first()
    {
        var first = Key("deploy");
        var once = new WriteKey("once", 0, "digest");
        await AddAsync(first, idempotency: once);
        var again = await AddAsync(Key("deploy"), idempotency: once);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(again, Is.EqualTo(new Written<KeyReceipt>(new KeyReceipt(first.Id), Replayed: true)));
            Assert.That(await ListAsync(), Has.Count.EqualTo(1));
        }
    }

    [Test]
    public async Task Revoking_is_for_good_and_a_second_time_changes_nothing()
    {
        var key = Key("deploy");
        await AddAsync(key);
        var revoked = await _keys.RevokeAsync(key.Id, Samples.Now + 1, CancellationToken.None);
        var again = await _keys.RevokeAsync(key.Id, Samples.Now + 2, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(revoked?.RevokedAt, Is.EqualTo(Samples.Now + 1));
            Assert.That(again?.RevokedAt, Is.EqualTo(Samples.Now + 1));
            Assert.That((await ListAsync()).Single().RevokedAt, Is.EqualTo(Samples.Now + 1));
        }
    }

    [Test]
    public async Task Revoking_an_unknown_key_says_so() =>
        Assert.That(await _keys.RevokeAsync(Samples.NewId(), Samples.Now, CancellationToken.None), Is.Null);

    [Test]
    public async Task The_last_use_goes_forward_alone_and_survives_a_revocation()
    {
        var key = Key("deploy");
        await AddAsync(key);
        await _keys.NoteUsesAsync([new KeyUse(key.Id, Samples.Now + 10), new KeyUse(Samples.NewId(), Samples.Now)], CancellationToken.None);
        await _keys.NoteUsesAsync([new KeyUse(key.Id, Samples.Now + 5)], CancellationToken.None);
        await _keys.RevokeAsync(key.Id, Samples.Now + 20, CancellationToken.None);

        Assert.That((await ListAsync()).Single().LastUsedAt, Is.EqualTo(Samples.Now + 10));
    }

    private static ApiKey Key(string name, AccessScopes scopes = AccessScopes.Read, long? expiresAt = null, long createdAt = Samples.Now, Guid? replaces = null) =>
        new(Samples.NewId(), name, scopes, KeySecret.Hash(KeySecret.New()), createdAt, expiresAt, Replaces: replaces);

    // The hash is an array, which records compare by reference.
    private static (ApiKey Key, string Hash) Told(ApiKey key) => (key with { SecretHash = Array.Empty<byte>() }, Convert.ToHexString(key.SecretHash));

    private Task<Written<KeyReceipt>?> AddAsync(ApiKey key, long replacedUntil = Samples.Now, WriteKey? idempotency = null) =>
        _keys.AddAsync(key, replacedUntil, idempotency, CancellationToken.None);

    private Task<IReadOnlyList<ApiKey>> ListAsync() => _keys.ListAsync(CancellationToken.None);
}
