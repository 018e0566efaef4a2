using Moq;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Recall;
using static ObsControlPlane.Application.UnitTests.Fixes.RecallScene;

namespace ObsControlPlane.Application.UnitTests.Fixes;

/// <summary>The leg of the vectors: when it is asked, and what its absence does to an answer.</summary>
public sealed class RecallVectorTests
{
    private static readonly ModelStamp Earlier = new("earlier", "1", 2);

    private static readonly RecallQuery DiskFullAsked = new("issue:disk full");

    [Test]
    public async Task A_repeated_issue_with_a_fix_that_worked_is_not_embedded()
    {
        // The embedder is strict: asked for a vector it would fail.
        using var host = On(new VectorStats(Known.Model.Stamp, null, 1, 0, 1));
        host.Finds(exact: [Facts(1, worked: 3)], words: [(2, 8)]);
        var answer = await host.SendAsync(DiskFullAsked with { Explain = true });
        Assert.Multiple(() =>
        {
            Assert.That((answer.Verdict, answer.Complete, answer.Sources[1]), Is.EqualTo((Verdict.Proven, true, new SourceState("vectors", "ok", null))));
            Assert.That(Ids(answer.Results), Is.EqualTo([1, 2]), "words fill up");
            Assert.That(answer.Explanation!.Tiers[2], Is.EqualTo(new TierRun("vectors", false, 0)));
        });
    }

    [TestCase(EmbedderState.Ready, "stale")]
    [TestCase(EmbedderState.Failed, "down")]
    public async Task That_vectors_could_not_have_been_used_is_said_where_they_were_not_needed(EmbedderState state, string status)
    {
        using var host = On(new VectorStats(Earlier, null, 1, 0, 1));
        host.Embedder.Setup(e => e.State).Returns(state);
        host.Embedder.Setup(e => e.ForStamp(Earlier)).Returns((IEmbedder?)null);
        host.Finds(exact: [Facts(1, worked: 3)]);
        var answer = await host.SendAsync(DiskFullAsked);
        Assert.That((answer.Verdict, answer.Complete, answer.Sources[1].Status), Is.EqualTo((Verdict.Proven, false, status)));
    }

    [Test]
    public async Task One_that_worked_and_was_superseded_decides_nothing()
    {
        using var host = On();
        host.Finds(exact: [Facts(1, worked: 3) with { SupersededBy = Known.Numbered(7) }]);
        Nearest(host, new VectorLeg([new LegHit(Facts(2), .9)]));
        Assert.That(Ids((await host.SendAsync(DiskFullAsked)).Results), Is.EqualTo([2]));
    }

    [TestCase(0, 0)]
    [TestCase(0, 3)]
    [TestCase(1, 9)]
    public async Task One_that_is_unproven_or_to_be_avoided_is_embedded(long worked, long failed)
    {
        using var host = On();
        host.Finds(exact: [Facts(1, worked, failed)]);
        Nearest(host, new VectorLeg([new LegHit(Facts(2), .9)]));
        var answer = await host.SendAsync(DiskFullAsked);
        Assert.That(answer.Results.Select(hit => hit.Fix!.Fix.Id), Does.Contain(Known.Numbered(2)));
        host.Embedder.Verify(e => e.EmbedQueryAsync("disk full", It.IsAny<CancellationToken>()), Times.Once);
    }

    [Test]
    public async Task The_sources_of_a_hit_are_the_legs_that_found_it()
    {
        using var host = On();
        host.Finds(exact: [Facts(1)], words: [(2, 9), (3, 9)]);
        Nearest(host, new VectorLeg([new LegHit(Facts(1), .95), new LegHit(Facts(3), .9), new LegHit(Facts(4), .85)]));
        var answer = await host.SendAsync(DiskFullAsked with { Candidates = true });
        var sources = answer.Results.Concat(answer.Candidates).ToDictionary(hit => Ids([hit]).Single(), hit => string.Join(' ', hit.Sources));
        Assert.That(sources, Is.EquivalentTo(new Dictionary<int, string> { [1] = "memory vectors", [2] = "memory", [3] = "memory vectors", [4] = "vectors" }));
    }

    [Test]
    public async Task What_lies_nearer_ranks_higher_among_equal_words()
    {
        using var host = On();
        host.Finds(words: [(1, 9), (2, 9), (3, 9)]);
        Nearest(host, new VectorLeg([new LegHit(Facts(3), .9), new LegHit(Facts(1), .7), new LegHit(Facts(2), .6)]));
        var answer = await host.SendAsync(DiskFullAsked with { Explain = true, Candidates = true });
        Assert.Multiple(() =>
        {
            Assert.That(Ids([.. answer.Results, .. answer.Candidates]), Is.EqualTo([3, 1, 2]));
            Assert.That(answer.Results[0].Signals.Select(signal => signal.Name), Is.EqualTo(["words", "vectors", "standing"]));
            Assert.That(answer.Explanation!.Tiers[2].Ran, Is.True);
        });
    }

    [Test]
    public async Task An_embedder_that_is_down_leaves_the_words_and_an_incomplete_answer()
    {
        using var host = On();
        host.Finds(words: [(1, 9)]);
        host.Embedder.Setup(e => e.EmbedQueryAsync("disk full", It.IsAny<CancellationToken>())).ThrowsAsync(Down("embedder"));
        Assert.That(Told(await host.SendAsync(DiskFullAsked)), Is.EqualTo((1, false, "ok", "down")));
    }

    [Test]
    public async Task An_embedder_that_is_too_slow_is_left_behind_at_the_budget()
    {
        using var host = On();
        var asked = new TaskCompletionSource();
        host.Finds(words: [(1, 9)]);
        host.Embedder.Setup(e => e.EmbedQueryAsync("disk full", It.IsAny<CancellationToken>()))
            .Callback(asked.SetResult).Returns(new TaskCompletionSource<float[]>().Task);
        var answering = host.SendAsync(DiskFullAsked with { BudgetMilliseconds = 100 });
        await asked.Task;
        host.Clock.Advance(TimeSpan.FromMilliseconds(79));
        Assert.That(answering.IsCompleted, Is.False);
        host.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.That(Told(await answering), Is.EqualTo((1, false, "ok", "timeout")));
    }

    [Test]
    public async Task Vectors_of_another_model_are_stale_and_words_answer()
    {
        using var host = On(new VectorStats(Earlier, null, 5, 0, 5));
        host.Embedder.Setup(e => e.ForStamp(Earlier)).Returns((IEmbedder?)null);
        host.Finds(words: [(1, 9)]);
        Nearest(host, new VectorLeg([], Earlier));
        var answer = await host.SendAsync(DiskFullAsked with { Explain = true });
        Assert.Multiple(() =>
        {
            Assert.That(Told(answer), Is.EqualTo((1, false, "ok", "stale")));
            Assert.That(answer.VectorsPending, Is.EqualTo(5), "none of them has a vector of the configured model");
            Assert.That(answer.Explanation!.Threshold, Is.EqualTo(TestHost.WordsThreshold), "as measured for words alone");
        });
    }

    [TestCase(true, "ok")]
    [TestCase(false, "stale")]
    public async Task While_vectors_are_made_anew_the_old_ones_serve_if_their_model_is_at_hand(bool atHand, string status)
    {
        using var host = On(new VectorStats(Earlier, Known.Model.Stamp, 5, 2, 5));
        host.Finds();
        Nearest(host, new VectorLeg([], Earlier));
        var earlier = new Mock<IEmbedder>(MockBehavior.Strict);
        earlier.Setup(e => e.Model).Returns(Known.Model with { Stamp = Earlier });
        earlier.Setup(e => e.EmbedQueryAsync("disk full", It.IsAny<CancellationToken>())).ReturnsAsync([0, 1]);
        host.Embedder.Setup(e => e.ForStamp(Earlier)).Returns(atHand ? earlier.Object : null);
        host.Search.Setup(s => s.FindNearestAsync(It.IsAny<SearchQuery>(), It.Is<QueryVector>(vector => vector.Model == Earlier), It.IsAny<CancellationToken>()))
            .ReturnsAsync(new VectorLeg([new LegHit(Facts(1), .9)]));
        var answer = await host.SendAsync(DiskFullAsked);
        Assert.That((answer.Results.Count, answer.Sources[1].Status, answer.VectorsPending), Is.EqualTo((atHand ? 1 : 0, status, 2L)));
    }

    [TestCase(EmbedderState.Ready)]
    [TestCase(EmbedderState.Loading)]
    public async Task Pending_vectors_are_told_and_make_no_answer_incomplete(EmbedderState state)
    {
        using var host = On(new VectorStats(Known.Model.Stamp, null, 3, 7, 10));
        host.Embedder.Setup(e => e.State).Returns(state);
        host.Finds(words: [(1, 9)]);
        Nearest(host, new VectorLeg([]));
        var answer = await host.SendAsync(DiskFullAsked);
        Assert.That((answer.VectorsPending, answer.Complete), Is.EqualTo((7L, true)));
    }

    [Test]
    public async Task How_many_vectors_are_pending_is_not_claimed_when_it_cannot_be_read()
    {
        using var host = On();
        host.Vectors.Setup(v => v.GetVectorStatsAsync(It.IsAny<CancellationToken>())).ThrowsAsync(Down("memory"));
        host.Finds(words: [(1, 9)]);
        Nearest(host, new VectorLeg([new LegHit(Facts(1), .9)]));
        var answer = await host.SendAsync(DiskFullAsked);
        Assert.That((answer.VectorsPending, Told(answer)), Is.EqualTo(((long?)null, (1, false, "ok", "down"))));
    }

    [Test]
    public async Task Nor_when_it_is_read_too_slowly()
    {
        using var host = On();
        var asked = new TaskCompletionSource();
        using var searched = new CountdownEvent(2);
        host.Vectors.Setup(v => v.GetVectorStatsAsync(It.IsAny<CancellationToken>())).Callback(asked.SetResult).Returns(new TaskCompletionSource<VectorStats>().Task);
        host.Finds(exact: [Facts(1, worked: 3)], told: _ => searched.Signal());
        var answering = host.SendAsync(DiskFullAsked with { BudgetMilliseconds = 100 });
        await asked.Task;
        searched.Wait();
        host.Clock.Advance(TimeSpan.FromMilliseconds(80));
        var answer = await answering;
        Assert.That((answer.VectorsPending, Told(answer)), Is.EqualTo(((long?)null, (1, false, "ok", "timeout"))));
    }

    [Test]
    public async Task A_record_without_a_vector_is_found_by_its_words_beside_those_that_have_one()
    {
        using var host = On(new VectorStats(Known.Model.Stamp, null, 1, 1, 2));
        host.Finds(words: [(1, 5)]);
        Nearest(host, new VectorLeg([new LegHit(Facts(2), .9)]));
        host.Vectors.Setup(v => v.FindWithoutVectorAsync(new[] { Known.Numbered(1) }, It.IsAny<CancellationToken>())).ReturnsAsync(new HashSet<Guid> { Known.Numbered(1) });
        Assert.That(Ids((await host.SendAsync(DiskFullAsked)).Results), Does.Contain(1));
    }

    [Test]
    public async Task While_every_vector_is_still_to_be_made_words_alone_decide()
    {
        using var host = On(new VectorStats(Known.Model.Stamp, null, 0, 9, 9));
        host.Finds(words: [(1, 4)]);
        Nearest(host, new VectorLeg([]));
        var answer = await host.SendAsync(DiskFullAsked with { Explain = true });
        Assert.Multiple(() =>
        {
            Assert.That(Told(answer), Is.EqualTo((1, true, "ok", "ok")));
            Assert.That(answer.Explanation!.Threshold, Is.EqualTo(TestHost.WordsThreshold));
            Assert.That(answer.Results.Single().Signals[0].Normalised, Is.EqualTo(.4));
            Assert.That(answer.Results.Single().Signals[0].Weight, Is.EqualTo(.9).Within(1e-9));
            Assert.That(answer.Explanation.Tiers[2].Ran, Is.True);
        });
    }

    [Test]
    public async Task While_embeddings_are_off_nothing_is_pending_and_nothing_missing()
    {
        using var host = new TestHost();
        host.Finds(words: [(1, 9)]);
        host.Holds(Known.Record(Known.Numbered(1)));
        host.Connects();
        var answer = await host.SendAsync(DiskFullAsked);
        Assert.That((answer.VectorsPending, answer.Complete, answer.Sources[1].Status), Is.EqualTo((0L, true, "off")));
    }

    [TestCase(null, .6, .6)]
    [TestCase(.7, .6, .7)]
    [TestCase(.7, null, .7)]
    [TestCase(null, null, TestHost.WordsThreshold)]
    public async Task The_threshold_is_the_set_one_else_the_models_else_that_of_words(double? set, double? measured, double expected)
    {
        using var host = On(settings: set is { } value ? new() { ["Recall:Threshold"] = FormattableString.Invariant($"{value}") } : null);
        host.Embeds(Known.Model with { Threshold = measured });
        host.Finds();
        Nearest(host, new VectorLeg([new LegHit(Facts(1), .1)]));
        Assert.That((await host.SendAsync(DiskFullAsked with { Explain = true })).Explanation!.Threshold, Is.EqualTo(expected));
    }

    private static (int Results, bool Complete, string Memory, string Vectors) Told(RecallAnswer answer) =>
        (answer.Results.Count, answer.Complete, answer.Sources[0].Status, answer.Sources[1].Status);

    private static TestHost On(VectorStats? stats = null, Dictionary<string, string?>? settings = null)
    {
        var host = new TestHost(settings);
        host.Embeds(Known.Model);
        host.Vectors.Setup(v => v.GetVectorStatsAsync(It.IsAny<CancellationToken>())).ReturnsAsync(stats ?? new VectorStats(Known.Model.Stamp, null, 9, 0, 9));
        host.Holds([.. Enumerable.Range(1, 4).Select(id => Known.Record(Known.Numbered(id)))]);
        host.Connects();
        return host;
    }

    private static void Nearest(TestHost host, VectorLeg leg)
    {
        host.Embedder.Setup(e => e.EmbedQueryAsync("disk full", It.IsAny<CancellationToken>())).ReturnsAsync([1, 0]);
        host.Search.Setup(s => s.FindNearestAsync(It.IsAny<SearchQuery>(), It.Is<QueryVector>(vector => vector.Model == Known.Model.Stamp), It.IsAny<CancellationToken>()))
            .ReturnsAsync(leg);
    }
}
