using ObsControlPlane.Infrastructure.Host;

namespace ObsControlPlane.Contracts;

[TestFixture]
public sealed class HostProbeTests
{
    private string _root = null!;

    [SetUp]
    public void MakeFolder() => _root = Directory.CreateTempSubdirectory("ocp-host-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_root, recursive: true);

    [Test]
    public void Reads_this_host()
    {
        var probe = new HostProbe(_root);

        var reading = probe.Read();

        Assert.That(reading.DiskTotalBytes, Is.GreaterThan(0));
        Assert.That(reading.DiskUsedBytes, Is.InRange(0, reading.DiskTotalBytes));
        Assert.That(reading.MemoryUsedBytes, Is.InRange(0, reading.MemoryTotalBytes));
        Assert.That(reading.CpuPercent, Is.InRange(0, 100));
    }

    [Test]
    [Platform("Linux", Reason = "other systems measure memory at their first collection")]
    public void Knows_how_much_memory_a_linux_host_has() =>
        Assert.That(new HostProbe(_root).Read().MemoryTotalBytes, Is.GreaterThan(0));

    [Test]
    public void Says_zero_for_a_volume_that_cannot_be_read()
    {
        var reading = new HostProbe(Path.Combine(_root, "gone")).Read();

        Assert.That((reading.DiskUsedBytes, reading.DiskTotalBytes), Is.EqualTo((0L, 0L)));
    }

    [Test]
    public void Memory_in_use_is_what_is_not_available()
    {
        WriteHost(totalKib: 1000, availableKib: 300);

        Assert.That(ReadMemory(), Is.EqualTo((700L * 1024, 1000L * 1024)));
    }

    [TestCase("0::/\n", "")]
    [TestCase("0::/system.slice/ocp.service\n", "system.slice/ocp.service")]
    public void A_lower_limit_of_the_control_group_counts_and_clean_pages_do_not(string membership, string folder)
    {
        WriteHost(totalKib: 1000, availableKib: 300);
        Write("proc/self/cgroup", membership);
        WriteGroup(folder, "400000");

        Assert.That(ReadMemory(), Is.EqualTo((250_000L, 400_000L)));
    }

    [TestCase("max")]
    [TestCase("99999999")]
    public void A_control_group_without_a_lower_limit_leaves_the_host(string limit)
    {
        WriteHost(totalKib: 1000, availableKib: 300);
        WriteGroup("", limit);

        Assert.That(ReadMemory(), Is.EqualTo((700L * 1024, 1000L * 1024)));
    }

    [Test]
    public void Memory_that_cannot_be_read_is_zero_of_zero() => Assert.That(ReadMemory(), Is.EqualTo((0L, 0L)));

    [Test]
    public void Processor_share_is_the_time_neither_idle_nor_waiting_since_the_reading_before()
    {
        var file = Write("stat", "cpu  100 0 100 700 100 0 0 0 50 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n");
        var meter = new ProcessorMeter(() => ProcessorMeter.ReadLinux(file));
        Write("stat", "cpu  110 5 105 770 110 0 0 0 55 0\n");

        Assert.That(meter.Percent(), Is.EqualTo(20).Within(1e-9));
    }

    [Test]
    public void Processor_share_stays_when_asked_again_within_a_moment()
    {
        var counters = (Used: 0.0, Total: 0.0);
        var meter = new ProcessorMeter(() => counters);
        counters = (50, 100);
        var first = meter.Percent();
        counters = (58, 108);

        Assert.That(meter.Percent(), Is.EqualTo(first).And.EqualTo(50));

        counters = (60, 120);
        Assert.That(meter.Percent(), Is.EqualTo(50));
    }

    [Test]
    public void Statistics_that_vanish_leave_the_share_as_it_was()
    {
        var counters = (Used: 10.0, Total: 100.0);
        var meter = new ProcessorMeter(() => counters);
        counters = (40, 200);
        meter.Percent();
        counters = ProcessorMeter.ReadLinux(Path.Combine(_root, "gone"));

        Assert.That(meter.Percent(), Is.EqualTo(30));
    }

    private (long Used, long Total) ReadMemory() => HostMemory.ReadLinux(Path.Combine(_root, "proc"), Path.Combine(_root, "groups"));

    private void WriteHost(long totalKib, long availableKib) =>
        Write("proc/meminfo", $"MemTotal:       {totalKib} kB\nMemFree:        1 kB\nMemAvailable:   {availableKib} kB\n");

    private void WriteGroup(string folder, string limit)
    {
        Write(Path.Combine("groups", folder, "memory.max"), limit + "\n");
        Write(Path.Combine("groups", folder, "memory.current"), "300000\n");
        Write(Path.Combine("groups", folder, "memory.stat"), "anon 250000\ninactive_file 50000\n");
    }

    private string Write(string path, string text)
    {
        var file = Path.Combine(_root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
        return file;
    }
}
