using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using ObsControlPlane.Reliability.Faults;
using ObsControlPlane.Reliability.Http;
using ObsControlPlane.Reliability.Load;
using ObsControlPlane.Reliability.Run;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>
/// R21 and R22 beside any fault: asks for what was acknowledged, and for health, all the time. No answer may call itself complete that lacks an
/// acknowledged match; health comes at once, whatever stands still.
/// </summary>
internal sealed class Watch : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _untrue = [];
    private readonly List<string> _nameless = [];
    private readonly List<string> _dead = [];
    private readonly List<double> _recalls = [];
    private readonly List<double> _healths = [];
    private readonly Ledger _ledger;
    private readonly Api _api;
    private readonly Task _all;
    private readonly ConcurrentDictionary<string, int> _why = [];
    private int _incomplete;
    private volatile bool _isPaused;

    public Watch(Uri address, ErrorBodies errors, Ledger ledger, Random random)
    {
        (_api, _ledger) = (new(address, errors), ledger);
        var own = new Random(random.Next());
        _all = Task.WhenAll(Task.Run(() => LoopAsync(() => RecallAsync(own))), Task.Run(() => LoopAsync(HealthAsync)), Task.Run(() => LoopAsync(LiveAsync)));
    }

    /// <summary>Stops asking while the program itself is away or stands still: then nobody can answer.</summary>
    public bool IsPaused
    {
        set => _isPaused = value;
    }

    /// <summary>The newest health: what each check says, with the moment it was asked for; null before the first.</summary>
    public (long At, JsonNode Report)? Newest { get; private set; }

    /// <summary>Waits until health tells of some checks that they are well, or that they are not.</summary>
    /// <returns>Seconds that took; infinite when it did not happen.</returns>
    public async Task<double> UntilAsync(bool well, string[] checks, TimeSpan patience, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < patience)
        {
            if (Newest is { } newest && newest.At > begun && checks.All(check => well == ((string?)newest.Report["checks"]?[check]?["status"] == "healthy")))
                return Stopwatch.GetElapsedTime(begun).TotalSeconds;
            await Task.Delay(50, ct);
        }

        return double.PositiveInfinity;
    }

    public async Task ReportAsync(FaultReport report)
    {
        await DisposeAsync();
        report.Measure("recalls judged", _recalls.Count, "");
        report.Measure("of them incomplete", _incomplete, "");
        foreach (var (why, times) in _why.Where(why => !why.Key.EndsWith(" ok", StringComparison.Ordinal) && !why.Key.EndsWith(" off", StringComparison.Ordinal)))
            report.Measure($"of them {why}", times, "");
        report.Measure("recall p99", Rounds.Percentile(_recalls, .99), "s");
        report.Measure("slowest recall", _recalls.DefaultIfEmpty().Max(), "s");
        report.Measure("health p99", Rounds.Percentile(_healths, .99), "s");
        report.Measure("slowest health", _healths.DefaultIfEmpty().Max(), "s");
        report.Add(Check.Nothing("no recall that lacks an acknowledged match says that it is complete", _untrue));
        report.Add(Check.Nothing("every incomplete recall names a source", _nameless));
        report.Add(Check.Nothing("liveness is answered whatever the stores do", _dead));
        report.Add("recall answers within 1.5 s (p99)", Rounds.Percentile(_recalls, .99) <= 1.5, $"{Rounds.Percentile(_recalls, .99):F2} s of {_recalls.Count}");
        report.Add("health answers within 500 ms (p99)", Rounds.Percentile(_healths, .99) <= .5, $"{Rounds.Percentile(_healths, .99):F2} s of {_healths.Count}");
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _all;
    }

    private async Task LoopAsync(Func<Task> ask)
    {
        while (!_stop.IsCancellationRequested)
        {
            if (!_isPaused)
                await ask();
            await Task.Delay(Pause);
        }
    }

    private async Task RecallAsync(Random random)
    {
        if (_ledger.Any(random, erasable: false) is not { } fix)
            return;
        var answer = await _api.PostAsync("/api/recall", new JsonObject { ["key"] = $"issue:{fix.Issue}", ["limit"] = 10, ["candidates"] = true });
        // Whoever was asked while the fault struck the program itself has no answer to judge.
        if (_isPaused || answer.Status == 0)
            return;
        Note(_recalls, answer.Took.TotalSeconds);
        if (answer.Status == 503)
        {
            Interlocked.Increment(ref _incomplete);
            if ((string?)answer.Json()?["store"] is null)
                Note(_nameless, answer.ToString());
            return;
        }

        var json = answer.Json();
        var isThere = new[] { "results", "avoid", "candidates" }.SelectMany(list => json?[list]?.AsArray() ?? []).Any(hit => (string?)hit?["solution"] == fix.Solution);
        if ((bool?)json?["complete"] != true)
        {
            Interlocked.Increment(ref _incomplete);
            foreach (var source in json?["sources"]?.AsArray() ?? [])
                _why.AddOrUpdate($"{source?["name"]} {source?["status"]}", 1, (_, times) => times + 1);
            if (json?["sources"]?.AsArray().All(source => (string?)source?["status"] is "ok" or "off" or "loading") != false)
                Note(_nameless, answer.ToString());
        }
        else if (!isThere)
        {
            Note(_untrue, $"{fix.Token} ({fix.Id}): {answer}");
        }
    }

    private async Task HealthAsync()
    {
        var at = Stopwatch.GetTimestamp();
        var answer = await _api.GetAsync("/health");
        if (_isPaused || answer.Status == 0)
            return;
        Note(_healths, answer.Took.TotalSeconds);
        if (answer.Json() is { } report)
            Newest = (at, report);
    }

    private async Task LiveAsync()
    {
        var answer = await _api.GetAsync("/health/live", TimeSpan.FromSeconds(2));
        if (!_isPaused && answer.Status != 200)
            Note(_dead, answer.ToString());
    }

    private static void Note<T>(List<T> list, T value)
    {
        lock (list)
            list.Add(value);
    }
}
