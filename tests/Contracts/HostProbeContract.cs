using System.Diagnostics;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts;

/// <summary>Disk, memory and processors of this host.</summary>
[ContractOf(typeof(IHostProbe))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.HostProbe))]
public sealed class HostProbeContract(Harness<IHostProbe> harness)
{
    private IHostProbe _probe = null!;

    [SetUp]
    public async Task Start() => _probe = await harness.RequireAsync();

    [Test]
    public void What_is_used_is_part_of_what_there_is()
    {
        var reading = _probe.Read();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(reading.DiskTotalBytes, Is.GreaterThan(0));
            Assert.That(reading.DiskUsedBytes, Is.InRange(1, reading.DiskTotalBytes));
            Assert.That(reading.MemoryTotalBytes, Is.GreaterThan(0));
            Assert.That(reading.MemoryUsedBytes, Is.InRange(1, reading.MemoryTotalBytes));
        }
    }

    [Test]
    public void Memory_and_disk_are_told_in_bytes()
    {
        var reading = _probe.Read();

        // A process of .NET alone uses more than this; a count of kibibytes or pages would be less.
        Assert.That(reading.MemoryUsedBytes, Is.GreaterThan(16L << 20));
        Assert.That(reading.DiskTotalBytes, Is.GreaterThan(64L << 20));
    }

    [Test]
    public void Processor_time_is_a_share_of_all_cores_and_is_seen()
    {
        _probe.Read();
        var begun = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(begun) < TimeSpan.FromMilliseconds(300))
            Thread.SpinWait(1_000);
        var busy = _probe.Read().CpuPercent;

        Assert.That(busy, Is.GreaterThan(0).And.LessThanOrEqualTo(100));
    }

    [Test]
    public void Readings_in_quick_succession_stay_within_their_range()
    {
        using (Assert.EnterMultipleScope())
        {
            for (var i = 0; i < 50; i++)
                Assert.That(_probe.Read().CpuPercent, Is.InRange(0d, 100d));
        }
    }
}
