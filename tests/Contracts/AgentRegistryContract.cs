using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Contracts;

/// <summary>Agents, their leases and the names they hold (contract 7).</summary>
[ContractOf(typeof(IAgentRegistry))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class AgentRegistryContract(Harness<RecordStore> harness)
{
    private const long Interval = 60 * Samples.Second;
    private const long RetiredAfter = (5 * Interval) + (7 * Samples.Day);

    private IAgentRegistry _agents = null!;

    [SetUp]
    public async Task StartEmpty() => _agents = (await harness.RequireAsync()).Agents;

    [Test]
    public async Task A_first_registration_makes_an_agent_that_is_read_back_whole()
    {
        var receipt = await Register(new AgentRegistration("probe", "web-1", "machine-1", 30, new Metadata("""{"os": "ê"}""")));
        var read = await _agents.GetAsync("probe", CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((receipt.IsNew, receipt.PreviousServer), Is.EqualTo((true, (string?)null)));
            Assert.That(receipt.Agent, Is.EqualTo(new Agent
            {
                Name = "probe",
                Server = "web-1",
                InstanceId = "machine-1",
                IntervalSeconds = 30,
                RegisteredAt = Samples.Now,
                LastSeen = Samples.Now,
                Metadata = new Metadata("""{"os": "ê"}"""),
            }));
            Assert.That(read, Is.EqualTo(receipt.Agent));
        }
    }

    [Test]
    public async Task Registering_again_renews_the_lease_and_keeps_what_is_left_out()
    {
        await Register(new AgentRegistration("probe", "web-1", "machine-1", 30, new Metadata("{}")));
        var again = await Register(new AgentRegistration("probe", null), Samples.Now + 5);

        using (Assert.EnterMultipleScope())
        {
            Assert.That((again.IsNew, again.PreviousServer), Is.EqualTo((false, (string?)null)));
            Assert.That((again.Agent.RegisteredAt, again.Agent.LastSeen), Is.EqualTo((Samples.Now, Samples.Now + 5)));
            Assert.That((again.Agent.Server, again.Agent.InstanceId, again.Agent.IntervalSeconds, again.Agent.Metadata),
                Is.EqualTo(("web-1", "machine-1", 30, new Metadata("{}"))));
            Assert.That(await _agents.GetAsync("probe", CancellationToken.None), Is.EqualTo(again.Agent));
        }
    }

    [Test]
    public async Task Without_instances_another_server_takes_over_and_the_one_before_is_named()
    {
        await Register(new AgentRegistration("probe", "web-1"));
        var moved = await Register(new AgentRegistration("probe", "web-2"));
        var stayed = await Register(new AgentRegistration("probe", "web-2"));

        Assert.That((moved.PreviousServer, moved.Agent.Server, stayed.PreviousServer), Is.EqualTo(("web-1", "web-2", (string?)null)));
    }

    [TestCase(0)]
    [TestCase(5 * Interval - 1)]
    public async Task Another_installation_does_not_get_a_name_whose_lease_runs(long later)
    {
        await Register(new AgentRegistration("probe", "web-1", "machine-1"));
        var refusal = Assert.ThrowsAsync<DomainException>(() => Register(new AgentRegistration("probe", "web-2", "machine-2"), Samples.Now + later));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusal!.Code, Is.EqualTo(ProblemCodes.AgentNameInUse));
            Assert.That(refusal.Facts["server"], Is.EqualTo("web-1"));
            Assert.That(refusal.Facts["free_at"], Is.EqualTo(Samples.Now + (5 * Interval)));
            Assert.That((await _agents.GetAsync("probe", CancellationToken.None))!.InstanceId, Is.EqualTo("machine-1"));
        }
    }

    [Test]
    public async Task Another_installation_gets_the_name_once_its_holder_is_offline()
    {
        await Register(new AgentRegistration("probe", "web-1", "machine-1"));
        var taken = await Register(new AgentRegistration("probe", "web-2", "machine-2"), Samples.Now + (5 * Interval));

        Assert.That((taken.Agent.InstanceId, taken.PreviousServer), Is.EqualTo(("machine-2", "web-1")));
    }

    [Test]
    public async Task A_takeover_gets_the_name_at_once()
    {
        await Register(new AgentRegistration("probe", "web-1", "machine-1"));
        var taken = await Register(new AgentRegistration("probe", "web-2", "machine-2", Takeover: true));

        Assert.That((taken.Agent.InstanceId, taken.Agent.Server), Is.EqualTo(("machine-2", "web-2")));
    }

    [Test]
    public async Task Case_counts_in_names()
    {
        await Register(new AgentRegistration("Probe", "web-1"));
        await Register(new AgentRegistration("probe", "web-2"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Names(), Is.EqualTo(["Probe", "probe"]));
            Assert.That(await _agents.GetAsync("PROBE", CancellationToken.None), Is.Null);
        }
    }

    [Test]
    public async Task A_retired_agent_stays_retired_until_it_shows_itself()
    {
        await Register(new AgentRegistration("probe", "web-1", "machine-1"));
        var retired = await _agents.RetireAsync("probe", Samples.Now + 1, CancellationToken.None);
        var again = await _agents.RetireAsync("probe", Samples.Now + 2, CancellationToken.None);
        var back = await Register(new AgentRegistration("probe", "web-2", "machine-2"), Samples.Now + 3);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(retired!.RetiredAt, Is.EqualTo(Samples.Now + 1));
            Assert.That(again, Is.EqualTo(retired), "retiring twice changes nothing");
            Assert.That((back.Agent.RetiredAt, back.Agent.InstanceId, back.IsNew), Is.EqualTo(((long?)null, "machine-2", false)));
        }
    }

    [Test]
    public async Task There_is_no_agent_where_none_was_registered()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await _agents.GetAsync("nobody", CancellationToken.None), Is.Null);
            Assert.That(await _agents.RetireAsync("nobody", Samples.Now, CancellationToken.None), Is.Null);
            Assert.That(await Names(), Is.Empty);
            Assert.That(await _agents.CountAsync(Samples.Now, CancellationToken.None), Is.EquivalentTo(new Dictionary<AgentStatus, long>
            {
                [AgentStatus.Active] = 0,
                [AgentStatus.Late] = 0,
                [AgentStatus.Offline] = 0,
                [AgentStatus.Retired] = 0,
            }));
        }
    }

    [TestCase(0, AgentStatus.Active)]
    [TestCase(2 * Interval - 1, AgentStatus.Active)]
    [TestCase(2 * Interval, AgentStatus.Late)]
    [TestCase(5 * Interval - 1, AgentStatus.Late)]
    [TestCase(5 * Interval, AgentStatus.Offline)]
    [TestCase(RetiredAfter - 1, AgentStatus.Offline)]
    [TestCase(RetiredAfter, AgentStatus.Retired)]
    public async Task Lists_and_counts_judge_the_lease_by_the_clock_they_are_given(long later, AgentStatus expected)
    {
        await Register(new AgentRegistration("probe", "web-1"));
        var counts = await _agents.CountAsync(Samples.Now + later, CancellationToken.None);
        var listed = new Dictionary<AgentStatus, int>();
        foreach (var status in Enum.GetValues<AgentStatus>())
            listed[status] = (await _agents.ListAsync(status, null, 10, Samples.Now + later, CancellationToken.None)).Count;

        using (Assert.EnterMultipleScope())
        {
            Assert.That(counts.Where(c => c.Value == 1).Select(c => c.Key), Is.EqualTo([expected]));
            Assert.That(listed.Where(c => c.Value == 1).Select(c => c.Key), Is.EqualTo([expected]));
            Assert.That(counts.Values.Sum(), Is.EqualTo(1));
        }
    }

    [Test]
    public async Task An_agent_s_own_interval_decides_its_lease_and_a_request_retires_at_once()
    {
        await Register(new AgentRegistration("slow", "web-1", IntervalSeconds: 600));
        await Register(new AgentRegistration("fast", "web-1", IntervalSeconds: 1));
        await Register(new AgentRegistration("gone", "web-1"));
        await _agents.RetireAsync("gone", Samples.Now, CancellationToken.None);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Names(AgentStatus.Active, now: Samples.Now + (3 * Samples.Second)), Is.EqualTo(["slow"]));
            Assert.That(await Names(AgentStatus.Late, now: Samples.Now + (3 * Samples.Second)), Is.EqualTo(["fast"]));
            Assert.That(await Names(AgentStatus.Retired), Is.EqualTo(["gone"]));
        }
    }

    [Test]
    public async Task Agents_are_listed_in_the_order_of_their_bytes_page_by_page()
    {
        string[] names = ["Zeta", "a b", "a", "ab", "a.b", "é", "z", "\U00010400", "\uff21"];
        foreach (var name in names)
            await Register(new AgentRegistration(name, "web-1"));
        string[] expected = ["Zeta", "a", "a b", "a.b", "ab", "z", "é", "\uff21", "\U00010400"];
        var paged = new List<string>();
        while (await _agents.ListAsync(null, paged.LastOrDefault(), 2, Samples.Now, CancellationToken.None) is { Count: > 0 } page && paged.Count < 20)
            paged.AddRange(page.Select(a => a.Name));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Names(), Is.EqualTo(expected));
            Assert.That(paged, Is.EqualTo(expected));
            Assert.That(await Names(after: "a5"), Is.EqualTo(expected[4..]), "a place need not be a name");
        }
    }

    [Test]
    public async Task A_page_of_one_status_is_as_long_as_the_limit()
    {
        foreach (var name in new[] { "a", "b", "c", "d" })
            await Register(new AgentRegistration(name, "web-1"));
        await _agents.RetireAsync("a", Samples.Now, CancellationToken.None);

        Assert.That(
            (await _agents.ListAsync(AgentStatus.Active, null, 2, Samples.Now, CancellationToken.None)).Select(a => a.Name), Is.EqualTo(["b", "c"]));
    }

    [Test]
    public async Task Of_concurrent_installations_one_gets_the_name()
    {
        var refusals = await Task.WhenAll(Enumerable.Range(0, 16).Select(
            i => Refusal.OfAsync(() => Register(new AgentRegistration("probe", $"web-{i}", $"machine-{i}")))));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refusals.Count(r => r is null), Is.EqualTo(1));
            Assert.That(refusals.Where(r => r is not null), Is.All.EqualTo(ProblemCodes.AgentNameInUse));
            Assert.That(await Names(), Is.EqualTo(["probe"]));
        }
    }

    [Test]
    public async Task Concurrent_registrations_of_one_installation_make_one_agent()
    {
        var receipts = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Register(new AgentRegistration("probe", "web-1", "machine-1"))));

        Assert.That(receipts.Count(r => r.IsNew), Is.EqualTo(1));
    }

    [Test]
    public async Task A_repeated_idempotency_key_answers_as_the_first_time_and_another_request_is_refused()
    {
        var key = new WriteKey("key", 0, "digest-a");
        var first = await _agents.RegisterAsync(new AgentRegistration("probe", "web-1"), Samples.Now, key, CancellationToken.None);
        var again = await _agents.RegisterAsync(new AgentRegistration("probe", "web-1"), Samples.Now + 9, key, CancellationToken.None);
        var refusal = await Refusal.OfAsync(
            () => _agents.RegisterAsync(new AgentRegistration("other", "web-1"), Samples.Now, key with { Digest = "digest-b" }, CancellationToken.None));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((first.Replayed, again.Replayed), Is.EqualTo((false, true)));
            Assert.That(again.Value, Is.EqualTo(first.Value));
            Assert.That((await _agents.GetAsync("probe", CancellationToken.None))!.LastSeen, Is.EqualTo(Samples.Now));
            Assert.That(refusal, Is.EqualTo(ProblemCodes.IdempotencyKeyReused));
            Assert.That(await Names(), Is.EqualTo(["probe"]));
        }
    }

    [Test]
    public async Task A_cancelled_call_is_cancelled()
    {
        var gone = new CancellationToken(canceled: true);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await Cancellation.OfAsync(() => _agents.RegisterAsync(new AgentRegistration("probe", "web-1"), Samples.Now, null, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _agents.RetireAsync("probe", Samples.Now, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _agents.GetAsync("probe", gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _agents.ListAsync(null, null, 10, Samples.Now, gone)), Is.True);
            Assert.That(await Cancellation.OfAsync(() => _agents.CountAsync(Samples.Now, gone)), Is.True);
        }

        Assert.That(await Names(), Is.Empty);
    }

    private async Task<AgentReceipt> Register(AgentRegistration registration, long now = Samples.Now) =>
        (await _agents.RegisterAsync(registration, now, null, CancellationToken.None)).Value;

    private async Task<List<string>> Names(AgentStatus? status = null, string? after = null, long now = Samples.Now) =>
        [.. (await _agents.ListAsync(status, after, 50, now, CancellationToken.None)).Select(a => a.Name)];
}
