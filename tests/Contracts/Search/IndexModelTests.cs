using CsCheck;
using ObsControlPlane.Domain.Recall;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Contracts.Search;

/// <summary>Random operations on the index and on a naive one, which must agree after each; a failure prints its seed.</summary>
[TestFixture]
public sealed class IndexModelTests
{
    private const int Dimension = 5;

    private static readonly Gen<int> GenRid = Gen.Int[0, 24];

    private static readonly Gen<string> GenTerms = Gen.Int[0, 11].Array[0, 6].Select(terms => string.Join(' ', terms.Select(term => $"t{Math.Min(term, 12 - term)}")));

    private static readonly Gen<IndexedText> GenText = Gen.Select(GenTerms, GenTerms, GenTerms, (title, body, solution) => new IndexedText(title, body, solution));

    private static readonly Gen<RecordFacts> GenFacts = Gen.Select(GenRid, Gen.Int[0, 4], Gen.Bool, (_, ts, isFix) => IndexSamples.Facts(0, ts, isFix));

    private static readonly Gen<float[]> GenVector = Gen.Int[-3, 3].Array[Dimension].Select(parts => IndexSamples.Unit([.. parts.Select(part => (float)part)]));

    private static readonly Gen<SearchRestriction> GenRestriction = Gen.Select(
        Gen.Bool, Gen.Int[0, 6], GenRid.Array[0, 5], GenRid.Array[0, 20],
        (fixes, before, excluded, allowed) => new SearchRestriction(
            fixes, before > 4 ? null : before, excluded.Length > 3 ? null : excluded.Select(IndexSamples.Guid).ToHashSet(),
            allowed.Length < 6 ? null : new RidSet(allowed.Select(rid => (long)rid))));

    private static readonly Gen<Question> GenQuestion = Gen.Select(
        Gen.Int[0, 13].Array[0, 5], GenVector, Gen.Int[0, 3], Gen.Int[0, 30], GenRestriction,
        (terms, vector, issue, depth, restriction) => new Question([.. terms.Select(term => $"t{term}")], vector, issue, depth, restriction));

    private static readonly Gen<Action<Pair>> GenOperation = Gen.Frequency(
        (8, Gen.Select(GenRid, GenFacts, Gen.Int[0, 3], GenText, (rid, facts, issue, text) => (Action<Pair>)(pair => pair.Put(rid, facts, issue, text)))),
        (3, Gen.Select(GenRid, GenFacts, (rid, facts) => (Action<Pair>)(pair => pair.Update(rid, facts)))),
        (4, GenRid.Select(rid => (Action<Pair>)(pair => pair.Remove(rid)))),
        (6, Gen.Select(GenRid, GenVector, (rid, vector) => (Action<Pair>)(pair => pair.PutVector(rid, vector)))),
        (4, Gen.Const((Action<Pair>)(pair => pair.Publish()))),
        (1, Gen.Const((Action<Pair>)(pair => pair.Compact()))),
        (1, Gen.Const((Action<Pair>)(pair => pair.ResetVectors()))),
        (6, GenQuestion.Select(question => (Action<Pair>)(pair => pair.Ask(question)))));

    [Test]
    public void Random_operations_end_where_the_naive_index_does() =>
        GenOperation.Array[1, 120].Sample(
            operations =>
            {
                var pair = new Pair();
                foreach (var operation in operations)
                    operation(pair);
                pair.AskAllAgain();
            },
            iter: 1_000);

    private sealed record Question(string[] Terms, float[] Vector, int Issue, int Depth, SearchRestriction Restriction);

    /// <summary>An index, what it must hold, and each view that was taken with what it must still hold.</summary>
    private sealed class Pair
    {
        private readonly SearchIndex _index = new();
        private readonly NaiveIndex _naive = new();
        private readonly List<(SearchView View, NaiveIndex Naive)> _taken = [];
        private readonly List<Question> _asked = [];
        private NaiveIndex _published = new();

        public Pair() => _index.ResetVectors(Dimension);

        public void Put(long rid, RecordFacts facts, int issue, IndexedText text)
        {
            facts = facts with { Id = IndexSamples.Guid((int)rid) };
            _index.Put(rid, facts, issue == 0 ? null : IndexSamples.Issue(issue), text);
            _naive.Put(rid, facts, issue == 0 ? null : IndexSamples.Issue(issue), text);
        }

        public void Update(long rid, RecordFacts facts)
        {
            facts = facts with { Id = IndexSamples.Guid((int)rid) };
            _index.Update(rid, facts);
            _naive.Update(rid, facts);
        }

        public void Remove(long rid)
        {
            _index.Remove(rid);
            _naive.Remove(rid);
        }

        public void PutVector(long rid, float[] vector)
        {
            _index.PutVector(rid, vector);
            _naive.PutVector(rid, vector);
        }

        public void ResetVectors()
        {
            _index.ResetVectors(Dimension);
            _naive.DropVectors();
        }

        public void Publish()
        {
            _index.Publish();
            Take();
        }

        public void Compact()
        {
            _index.Compact();
            Take();
        }

        public void Ask(Question question)
        {
            _asked.Add(question);
            Compare(_index.View, _published, question);
        }

        public void AskAllAgain()
        {
            foreach (var (view, naive) in _taken)
                _asked.ForEach(question => Compare(view, naive, question));
        }

        private void Take()
        {
            _published = _naive.Copy();
            _taken.Add((_index.View, _published));
        }

        private static void Compare(SearchView view, NaiveIndex naive, Question question)
        {
            var (restriction, depth) = (question.Restriction, question.Depth);
            Assert.That((view.Count, view.VectorCount), Is.EqualTo((naive.Count, naive.VectorCount)));
            Same(view.Exact(IndexSamples.Issue(question.Issue), depth, restriction), naive.Exact(IndexSamples.Issue(question.Issue), depth, restriction), 0);
            var (words, expected) = (view.Words(question.Terms, depth, restriction, default), naive.Words(question.Terms, depth, restriction));
            Assert.That(words.Ceiling, Is.EqualTo(expected.Ceiling).Within(1e-9));
            Same(words.Hits, expected.Hits, 1e-6);
            Same(view.Nearest(question.Vector, depth, restriction, default), naive.Nearest(question.Vector, depth, restriction), 1e-4);
        }

        // Scores that differ by less than arithmetic does may stand in another order.
        private static void Same(IReadOnlyList<IndexHit> actual, IReadOnlyList<IndexHit> expected, double tolerance)
        {
            Assert.That(actual.Select(hit => hit.Score), Is.EqualTo(expected.Select(hit => hit.Score)).Within(tolerance));
            foreach (var (better, worse) in actual.Zip(actual.Skip(1)))
                Assert.That(better.Score > worse.Score || tolerance == 0 || (better.Score == worse.Score && better.Facts.Id < worse.Facts.Id));
            foreach (var (hit, other) in actual.Zip(expected))
            {
                if (expected.Count(same => Math.Abs(same.Score - other.Score) <= 2 * tolerance) == 1 && other != expected[^1])
                    Assert.That((hit.Rid, hit.Facts), Is.EqualTo((other.Rid, other.Facts)));
            }
        }
    }
}
