using System.Globalization;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>How one issue is told.</summary>
/// <param name="Told">A wording for each fix, each of a fingerprint of its own.</param>
/// <param name="Solutions">A solution for each fix, unlike any other in the world.</param>
/// <param name="Asked">A further wording for each service.</param>
internal sealed record IssueText(IReadOnlyList<string> Told, IReadOnlyList<string> Solutions, IReadOnlyList<string> Asked);

/// <summary>Makes the texts of issues: the same number of issues gives the same texts, and more issues begin with those of fewer.</summary>
internal sealed class IssueTexts
{
    private readonly WorldParameters _parameters;
    private readonly Random _random;
    private readonly HashSet<(int, int)> _subjects = [];
    private readonly HashSet<Fingerprint> _fingerprints = [];
    private readonly HashSet<string> _names = [];
    private int _solutions = 1_000;

    private IssueTexts(WorldParameters parameters) => (_parameters, _random) = (parameters, new Random(parameters.TextSeed));

    /// <summary>Texts of the issues of a world, and after them those of its rivalries.</summary>
    public static IReadOnlyList<IssueText> Make(WorldParameters parameters)
    {
        var texts = new IssueTexts(parameters);
        return [.. Enumerable.Range(0, parameters.Issues + (parameters.Rivalries.Count * parameters.IssuesPerRivalry)).Select(_ => texts.Next())];
    }

    private IssueText Next()
    {
        int component, symptom;
        do
            (component, symptom) = (_random.Next(Vocabulary.Components.Count), _random.Next(Vocabulary.Symptoms.Count));
        while (!_subjects.Add((component, symptom)));
        var (name, code) = (Vocabulary.Components[component], Pick(Vocabulary.Codes));
        if (_parameters.OwnNames)
        {
            var own = OwnName();
            (name, code) = ($"{own} {name}", Format("{0}-{1}", own[..3].ToUpperInvariant(), _random.Next(1_000, 10_000)));
        }

        var shows = Vocabulary.Symptoms[symptom];
        var fixes = _random.Next(_parameters.FixesPerIssue.Least, _parameters.FixesPerIssue.Most + 1);
        return new IssueText(
            [.. Enumerable.Range(0, fixes).Select(_ => Wording(name, shows, code))],
            [.. Enumerable.Range(0, fixes).Select(_ => Format(Pick(Vocabulary.Remedies), name, _solutions++))],
            [.. _parameters.Services.Select(_ => Wording(name, shows, code))]);
    }

    // No wording of the world has the fingerprint of another, so that no answer is found by its fingerprint alone.
    private string Wording(string component, string symptom, string code)
    {
        while (true)
        {
            var text = Format(Pick(Vocabulary.Frames), component, symptom, code, Pick(Vocabulary.Details));
            if (_fingerprints.Add(Issue.FromText(text).Fingerprint))
                return text;
        }
    }

    private string OwnName()
    {
        while (true)
        {
            var name = Pick(Vocabulary.Beginnings) + Pick(Vocabulary.Middles) + Pick(Vocabulary.Endings);
            if (_names.Add(name))
                return name;
        }
    }

    private T Pick<T>(IReadOnlyList<T> words) => words[_random.Next(words.Count)];

    private static string Format(string frame, params object[] words) => string.Format(CultureInfo.InvariantCulture, frame, words);
}
