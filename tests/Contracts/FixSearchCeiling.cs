using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts;

/// <summary>The most that a record could score for a question.</summary>
[ContractOf(typeof(IFixSearch))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixSearchCeiling(Harness<RecordStore> harness)
{
    private RecordStore _store = null!;

    [SetUp]
    public async Task StartEmpty() => _store = await harness.RequireAsync();

    [TestCase("kubelet")]
    [TestCase("kubelet kubelet kubelet")]
    [TestCase("kubelet zzyzx")]
    [TestCase("kubelet quorum down")]
    public async Task No_record_scores_above_the_ceiling_of_its_question(string text)
    {
        await Tell(string.Join(' ', Enumerable.Repeat("kubelet quorum down", 40)), "kubelet", id: 1);
        await Tell("kubelet", "kubelet", id: 2);
        for (var i = 3; i < 8; i++)
            await Tell("postgres slow", $"variant {i}", id: i);
        var leg = await _store.WordsAsync(Samples.Words(text));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(leg.Hits, Has.Count.EqualTo(2));
            Assert.That(leg.Hits.Select(h => h.Raw), Is.All.LessThanOrEqualTo(leg.Ceiling));
        }
    }

    [Test]
    public async Task A_word_that_nothing_holds_raises_the_ceiling_as_the_rarest_would()
    {
        await Tell("kubelet down", "x", id: 1);
        await Tell("kubelet slow", "y", id: 2);
        for (var i = 3; i < 9; i++)
            await Tell("postgres slow", $"variant {i}", id: i);
        var (known, unknown) = (await CeilingOf("kubelet"), await CeilingOf("kubelet zzyzx"));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(known, Is.GreaterThan(0));
            Assert.That(unknown - known, Is.GreaterThanOrEqualTo(known), "it is no more common than the other");
            Assert.That(await CeilingOf("zzyzx"), Is.GreaterThan(0));
        }
    }

    [Test]
    public async Task The_ceiling_is_the_questions_alone()
    {
        await Tell("kubelet down", "x", id: 1);
        var filtered = await _store.WordsAsync(Samples.Words("kubelet", filter: new(Samples.Web1)));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(filtered.Hits, Is.Empty);
            Assert.That(filtered.Ceiling, Is.EqualTo(await CeilingOf("kubelet")).Within(1e-9));
        }
    }

    private Task<Receipt> Tell(string issue, string solution, int id) => _store.Memory.TellAsync(Samples.Told(issue, solution, id: Samples.Id(id)));

    private async Task<double> CeilingOf(string text) => (await _store.WordsAsync(Samples.Words(text))).Ceiling;
}
