using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Application.UnitTests.Access;

public sealed class KeyRingTests
{
    private FakeTimeProvider _clock = null!;
    private KeyRing _ring = null!;

    [SetUp]
    public void Start()
    {
        _clock = new FakeTimeProvider(TestHost.Start);
        _ring = new KeyRing(_clock);
    }

    private long Now => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    [Test]
    public void Before_the_keys_were_read_nothing_is_known_and_given_secrets_work()
    {
        var secret = KeySecret.New();
        _ring.Give(secret, new Caller("owner", "owner", AccessScopes.Admin), isSetting: false);

        Assert.That((_ring.IsKnown, _ring.HasKeys, _ring.Find(secret)?.Id), Is.EqualTo((false, false, "owner")));
    }

    [Test]
    public void A_key_of_a_setting_counts_as_a_key()
    {
        _ring.Give(KeySecret.New(), new Caller("admin-key", "x", AccessScopes.Admin), isSetting: true);

        Assert.That(_ring.HasKeys);
    }

    [Test]
    public void Keys_that_ended_let_nobody_in_and_still_count_as_keys()
    {
        var (expired, revoked) = (KeySecret.New(), KeySecret.New());
        Take([Key(expired, expires: Now), Key(revoked, revoked: Now)]);

        Assert.That((_ring.Find(expired), _ring.Find(revoked), _ring.HasKeys), Is.EqualTo(((Caller?)null, (Caller?)null, true)));
    }

    [Test]
    public void A_key_ends_at_its_instant_without_another_reading()
    {
        var secret = KeySecret.New();
        Take([Key(secret, expires: Now + 1)]);
        var before = _ring.Find(secret);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.That((before is not null, _ring.Find(secret) is null), Is.EqualTo((true, true)));
    }

    [Test]
    public void A_reading_that_began_before_a_later_one_was_taken_is_dropped()
    {
        var secret = KeySecret.New();
        var early = _ring.BeginReading();
        Take([Key(secret)]);
        _ring.Take([], early);

        Assert.That(_ring.Find(secret), Is.Not.Null);
    }

    [Test]
    public void Uses_are_told_once_with_the_last_instant()
    {
        var secret = KeySecret.New();
        var key = Key(secret);
        Take([key]);
        _ring.Find(secret);
        _clock.Advance(TimeSpan.FromSeconds(1));
        _ring.Find(secret);

        Assert.That(_ring.TakeUses(), Is.EqualTo(new[] { new Ports.KeyUse(key.Id, Now) }));
        Assert.That(_ring.TakeUses(), Is.Empty);
    }

    [Test]
    public void The_ring_is_bounded()
    {
        var secrets = Enumerable.Range(0, Limits.Keys + 1).Select(_ => KeySecret.New()).ToList();
        Take([.. secrets.Select(secret => Key(secret))]);

        Assert.That((_ring.Find(secrets[Limits.Keys - 1]) is not null, _ring.Find(secrets[Limits.Keys]) is null), Is.EqualTo((true, true)));
    }

    private void Take(IReadOnlyList<ApiKey> keys) => _ring.Take(keys, _ring.BeginReading());

    private static ApiKey Key(string secret, long? expires = null, long? revoked = null) =>
        new(TimeOrderedId.Next(TestHost.Start), "x", AccessScopes.Read, KeySecret.Hash(secret), 1, expires, revoked);
}
