namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>One world: its issues, their fixes and how well each truly works.</summary>
/// <param name="Seed">What was drawn.</param>
/// <param name="Issues">Issues that questions are asked about.</param>
internal sealed record World(int Seed, IReadOnlyList<WorldIssue> Issues)
{
    /// <summary>Draws a world. Texts are the same in all; rates, lasting and silence are of the seed.</summary>
    public static World Draw(WorldParameters parameters, int seed, IReadOnlyList<IssueText> texts)
    {
        var random = new Random(seed);
        return new World(seed, [.. texts.Take(parameters.Issues).Select(text => Draw(parameters, random, text))]);
    }

    private static WorldIssue Draw(WorldParameters parameters, Random random, IssueText text)
    {
        var fleeting = random.NextDouble() < parameters.Regressing ? random.Next(text.Told.Count) : -1;
        return new WorldIssue(text, [.. text.Told.Select((told, i) => new WorldFix(
            told, text.Solutions[i], Rates(parameters, random), i == fleeting ? parameters.Returns : 0, random.NextDouble() < parameters.Silent))]);
    }

    private static double[] Rates(WorldParameters parameters, Random random)
    {
        var (least, most) = parameters.Rate;
        var level = least + ((most - least) * random.NextDouble());
        return [.. parameters.Services.Select(_ => Math.Clamp(level + (parameters.ScopeEffect * ((2 * random.NextDouble()) - 1)), least, most))];
    }
}

/// <summary>An issue.</summary>
/// <param name="Text">Its texts.</param>
/// <param name="Fixes">Its fixes.</param>
internal sealed record WorldIssue(IssueText Text, IReadOnlyList<WorldFix> Fixes);

/// <summary>A fix.</summary>
/// <param name="Told">The wording of the issue that it was told under.</param>
/// <param name="Solution">What was done.</param>
/// <param name="Seeming">How often it seems to work, by service, 0–1.</param>
/// <param name="Returns">How often the issue comes back after it seemed to work, 0–1.</param>
/// <param name="Silent">Whether no outcome of it is ever reported.</param>
internal sealed record WorldFix(string Told, string Solution, IReadOnlyList<double> Seeming, double Returns, bool Silent)
{
    /// <summary>How often an application truly solves the issue in a service, 0–1.</summary>
    public double Rate(int service) => Seeming[service] * (1 - Returns);
}
