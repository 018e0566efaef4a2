using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Reference;

/// <summary>What a probe may get wrong.</summary>
internal sealed record ProbeRules
{
    internal static readonly ProbeRules Contract = new();

    internal Func<ProbeReading, ProbeReading> Read { get; init; } = reading => reading;

    internal Func<ProbeReading, ProbeReading> Write { get; init; } = reading => reading;

    internal Func<ProbeReading, bool, bool> Keeps { get; init; } = (before, up) => before.IsUp == up;

    internal Func<CancellationToken, CancellationToken> Token { get; init; } = ct => ct;

    /// <summary>Asking after writing tries to write.</summary>
    internal bool WritesWhenAsked { get; init; }

    /// <summary>Writing is judged by reading.</summary>
    internal bool OneState { get; init; }
}

/// <summary>A store that is nothing but well or not, and what is said of it.</summary>
internal sealed class ReferenceProbe(ProbeRules rules, FakeTimeProvider clock) : IStoreProbe
{
    private ProbeReading _reading = new(true, Samples.Now, Samples.Now, null);
    private ProbeReading _writing = new(true, Samples.Now, Samples.Now, null);

    internal bool Reads { get; set; } = true;

    internal bool Writes { get; set; } = true;

    public ProbeReading Writing
    {
        get
        {
            if (rules.WritesWhenAsked)
                TryWrite();
            return rules.Write(_writing);
        }
    }

    public Task<ProbeReading> ReadAsync(CancellationToken ct)
    {
        if (rules.Token(ct).IsCancellationRequested)
            return Task.FromCanceled<ProbeReading>(ct);
        _reading = After(_reading, rules.OneState ? Reads && Writes : Reads);
        return Task.FromResult(rules.Read(_reading));
    }

    internal void TryWrite() => _writing = After(_writing, Writes);

    private ProbeReading After(ProbeReading before, bool up)
    {
        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        return new ProbeReading(up, now, rules.Keeps(before, up) ? before.Since : now, up ? null : "The store does not answer.");
    }
}

/// <summary>The reference of the store's probe, or a broken one.</summary>
internal sealed class ReferenceProbedStore(ProbeRules rules, string adapter = "reference") : Harness<ProbedStore>(adapter)
{
    public override Task<ProbedStore> StartEmptyAsync()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.FromUnixTimeMilliseconds(Samples.Now));
        var probe = new ReferenceProbe(rules, clock);
        return Task.FromResult(new ProbedStore(
            probe, clock, () => Task.Run(probe.TryWrite), () => probe.Reads = false, () => probe.Reads = true, () => probe.Writes = false, () => probe.Writes = true,
            () => ValueTask.CompletedTask));
    }
}

/// <summary>The host as the runtime itself shows it, or a distortion of that.</summary>
internal sealed class ReferenceHostProbe(Func<HostReading, HostReading> distort) : IHostProbe
{
    private long _at = Stopwatch.GetTimestamp();
    private TimeSpan _used = Environment.CpuUsage.TotalTime;

    public HostReading Read()
    {
        var drive = new DriveInfo(Path.GetTempPath());
        var memory = GC.GetGCMemoryInfo();
        var (before, usedBefore) = (_at, _used);
        (_at, _used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var share = (_used - usedBefore) / Stopwatch.GetElapsedTime(before, _at) / Environment.ProcessorCount;
        return distort(new HostReading(
            drive.TotalSize - drive.TotalFreeSpace, drive.TotalSize, Environment.WorkingSet, memory.TotalAvailableMemoryBytes, Math.Clamp(share * 100, 0, 100)));
    }
}

/// <summary>The reference of the host's probe, or a broken one.</summary>
internal sealed class ReferenceHost(Func<HostReading, HostReading> distort, string adapter = "reference") : Harness<IHostProbe>(adapter)
{
    public override Task<IHostProbe> StartEmptyAsync() => Task.FromResult<IHostProbe>(new ReferenceHostProbe(distort));
}
