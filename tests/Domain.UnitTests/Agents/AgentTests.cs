using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Domain.UnitTests.Agents;

public sealed class AgentTests
{
    private const long Start = 1_000_000;
    private const long Week = 7L * 24 * 60 * 60 * 1000;

    [TestCase(0, AgentStatus.Active)]
    [TestCase(119_999, AgentStatus.Active)]
    [TestCase(120_000, AgentStatus.Late)]
    [TestCase(299_999, AgentStatus.Late)]
    [TestCase(300_000, AgentStatus.Offline)]
    [TestCase(300_000 + Week - 1, AgentStatus.Offline)]
    [TestCase(300_000 + Week, AgentStatus.Retired)]
    public void A_lease_is_late_after_two_intervals_offline_after_five_and_retired_a_week_later(long after, AgentStatus status) =>
        Assert.That(Registered().StatusAt(Start + after), Is.EqualTo(status));

    [Test]
    public void Time_in_which_we_were_down_does_not_count() =>
        Assert.That((Registered() with { ExcusedMilliseconds = 60_000 }).StatusAt(Start + 179_999), Is.EqualTo(AgentStatus.Active));

    [Test]
    public void An_agent_retired_on_request_is_back_when_it_shows_itself_again()
    {
        var retired = Registered() with { RetiredAt = Start + 1 };
        Assert.That(retired.StatusAt(Start + 2), Is.EqualTo(AgentStatus.Retired));
        Assert.That(retired.SeenAgain(new AgentRegistration("a", null), Start + 3).StatusAt(Start + 3), Is.EqualTo(AgentStatus.Active));
    }

    [Test]
    public void What_a_later_word_leaves_out_stays_as_it_was()
    {
        var agent = Agent.Registered(new AgentRegistration("a", "web", "i", 30, new Metadata("{}")), Start).SeenAgain(new AgentRegistration("a", null), Start + 5);
        Assert.That(
            (agent.Server, agent.InstanceId, agent.IntervalSeconds, agent.Metadata, agent.LastSeen, agent.RegisteredAt),
            Is.EqualTo(("web", "i", 30, new Metadata("{}"), Start + 5, Start)));
    }

    [Test]
    public void A_clock_that_goes_back_does_not_shorten_a_lease() =>
        Assert.That(Registered().SeenAgain(new AgentRegistration("a", null), Start - 50).LastSeen, Is.EqualTo(Start));

    [TestCase(299_999, false, true)]
    [TestCase(300_000, false, false)]
    [TestCase(0, true, false)]
    public void Another_installation_takes_a_name_only_when_it_is_free_or_asks_for_it(long after, bool takeover, bool refused)
    {
        var held = Agent.Registered(new AgentRegistration("a", "web", "one"), Start);
        var claim = new AgentRegistration("a", "mail", "two", Takeover: takeover);
        if (!refused)
        {
            Assert.That(held.SeenAgain(claim, Start + after).Server, Is.EqualTo("mail"));
            return;
        }

        var refusal = Assert.Throws<DomainException>(() => held.SeenAgain(claim, Start + after))!;
        Assert.That(refusal.Code, Is.EqualTo("agent-name-in-use"));
        Assert.That((refusal.Facts["server"], refusal.Facts["free_at"]), Is.EqualTo(((object?)"web", (object?)(Start + 300_000))));
    }

    [TestCase(null, "two")]
    [TestCase("one", null)]
    [TestCase("one", "one")]
    public void Without_two_instance_ids_another_server_takes_over(string? held, string? claims) => Assert.That(
        Agent.Registered(new AgentRegistration("a", "web", held), Start).SeenAgain(new AgentRegistration("a", "mail", claims), Start + 1).Server, Is.EqualTo("mail"));

    [TestCase("a")]
    [TestCase("Bot 7")]
    [TestCase("数据-机器")]
    [TestCase("bot@host:1+x_y.z")]
    [TestCase("नमस्ते")]
    public void A_name_may_be_of_any_script(string name) => Assert.That(AgentName.WhyInvalid(name), Is.Null);

    [TestCase("")]
    [TestCase(".")]
    [TestCase("..")]
    [TestCase(" a")]
    [TestCase("a ")]
    [TestCase("a/b")]
    [TestCase("a\tb")]
    [TestCase("a\u00a0b")]
    [TestCase("e\u0301")]
    [TestCase("a\0")]
    [TestCase("🤖")]
    public void A_name_that_is_none_is_told_why(string name) => Assert.That(AgentName.WhyInvalid(name), Is.Not.Null.And.Not.Empty);

    private static Agent Registered() => Agent.Registered(new AgentRegistration("a", "web"), Start);
}
