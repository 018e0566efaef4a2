using System.Collections.Concurrent;
using System.Globalization;
using System.Threading.RateLimiting;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Settings;

namespace ObsControlPlane.Api.Access;

/// <summary>How many requests a key may make in a minute, and how many wrong keys an address may try in a second. The one never counts for the other.</summary>
internal sealed class KeyLimits : IDisposable
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, KeyWindow> _windows = new(StringComparer.Ordinal);
    private readonly PartitionedRateLimiter<string> _wrong;
    private readonly AccessSettings _settings;
    private readonly TimeProvider _clock;

    public KeyLimits(AccessSettings settings, TimeProvider clock)
    {
        (_settings, _clock) = (settings, clock);
        _wrong = PartitionedRateLimiter.Create<string, string>(address => RateLimitPartition.GetTokenBucketLimiter(address, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = settings.WrongKeysPerSecond,
            TokensPerPeriod = settings.WrongKeysPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));
    }

    /// <summary>Counts a wrong key of an address.</summary>
    /// <param name="http">The request.</param>
    /// <exception cref="ProblemException">429: the address tried too many of late.</exception>
    internal void CountWrong(HttpContext http)
    {
        using var lease = _wrong.AttemptAcquire(http.Connection.RemoteIpAddress?.ToString() ?? "");
        if (!lease.IsAcquired)
        {
            throw new ProblemException(new Problem(
                ProblemTypes.RateLimited, "Too many keys that do not work came from this address. One that works is answered at once; wait before another is tried.")
            {
                RetryAfterSeconds = 1,
            });
        }
    }

    /// <summary>Counts a request of a key, and says in the answer how many are left. Only keys of the store are limited.</summary>
    /// <param name="http">The request.</param>
    /// <param name="caller">Who asks.</param>
    /// <exception cref="ProblemException">429: the key made too many.</exception>
    internal void Count(HttpContext http, Caller caller)
    {
        if (_settings.RequestsPerMinute == 0 || !Guid.TryParse(caller.Id, out _))
            return;
        var window = _windows.GetOrAdd(caller.Id, static (_, limits) => new KeyWindow(limits._settings.RequestsPerMinute, limits._clock), this);
        using var lease = window.Limiter.AttemptAcquire();
        var wait = window.SecondsLeft(_clock);
        var left = window.Limiter.GetStatistics()?.CurrentAvailablePermits ?? 0;
        var (policy, state) = (
            string.Create(CultureInfo.InvariantCulture, $"\"default\";q={_settings.RequestsPerMinute};w={(int)Window.TotalSeconds}"),
            string.Create(CultureInfo.InvariantCulture, $"\"default\";r={left};t={wait}"));
        // A problem clears what was set before it.
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["RateLimit-Policy"] = policy;
            http.Response.Headers["RateLimit"] = state;
            return Task.CompletedTask;
        });
        if (!lease.IsAcquired)
        {
            throw new ProblemException(new Problem(
                ProblemTypes.RateLimited, $"The key has made {_settings.RequestsPerMinute} requests within a minute. Wait for the seconds in Retry-After; a batch counts as one request.")
            {
                RetryAfterSeconds = wait,
            });
        }
    }

    public void Dispose()
    {
        _wrong.Dispose();
        foreach (var window in _windows.Values)
            window.Limiter.Dispose();
    }

    private sealed class KeyWindow(int requests, TimeProvider clock)
    {
        private readonly long _begun = clock.GetTimestamp();

        internal FixedWindowRateLimiter Limiter { get; } = new(new FixedWindowRateLimiterOptions { PermitLimit = requests, Window = Window, QueueLimit = 0 });

        internal int SecondsLeft(TimeProvider clock) =>
            Math.Max(1, (int)Math.Ceiling((Window - TimeSpan.FromTicks(clock.GetElapsedTime(_begun).Ticks % Window.Ticks)).TotalSeconds));
    }
}
