namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>
/// Everything that was chosen about the world of outcomes. Fixed before anything was measured in it and not changed since (one was
/// added, and says so): a figure of <c>docs/benchmarks.md</c> means something only while that stays so.
/// </summary>
internal sealed record WorldParameters
{
    /// <summary>Issues that questions are asked about.</summary>
    public required int Issues { get; init; }

    /// <summary>
    /// Whether each issue is of a component and a code with names of their own, so that search tells issues apart. Without, components,
    /// symptoms and codes are shared, and a question is like the fixes of other issues too. Added after the first measurement, which was
    /// made without; nothing else was changed then.
    /// </summary>
    public bool OwnNames { get; init; }

    /// <summary>Fewest and most fixes of an issue, inclusive, each number as likely.</summary>
    public (int Least, int Most) FixesPerIssue { get; init; } = (3, 6);

    /// <summary>Services, the scopes of the world; a question is asked about every issue in each.</summary>
    public IReadOnlyList<string> Services { get; init; } = ["checkout", "billing", "search"];

    /// <summary>Servers of each service; it is to one of them that an issue comes back.</summary>
    public int ServersPerService { get; init; } = 4;

    /// <summary>Lowest and highest rate at which an application of a fix works in a service; drawn without a look at the wording.</summary>
    public (double Least, double Most) Rate { get; init; } = (.1, .95);

    /// <summary>Most by which a service lifts or lowers the rate of a fix; the sum is clamped to <see cref="Rate"/>.</summary>
    public double ScopeEffect { get; init; } = .2;

    /// <summary>Fewest and most reports of a fix in a service, inclusive.</summary>
    public (int Least, int Most) ReportsPerService { get; init; } = (10, 20);

    /// <summary>Share of fixes that were told and of which no outcome was ever reported.</summary>
    public double Silent { get; init; } = .02;

    /// <summary>Share of reports that say the opposite of what happened.</summary>
    public double Wrong { get; init; } = .15;

    /// <summary>Share of failures reported as rolled back.</summary>
    public double RolledBack { get; init; } = .2;

    /// <summary>Share of reports before which the attempt is reported too, which counts nothing.</summary>
    public double Attempted { get; init; } = .05;

    /// <summary>Share of reports that a person vouches for; as many more say that a check ran, and the others are plain reports.</summary>
    public double Vouched { get; init; } = .15;

    /// <summary>Share of issues of which one fix does not last.</summary>
    public double Regressing { get; init; } = .2;

    /// <summary>
    /// How often the issue comes back after a success of a fix that does not last. It has not worked then: the true rate of such a fix is
    /// the rate at which it seems to work × (1 − this).
    /// </summary>
    public double Returns { get; init; } = .5;

    /// <summary>Longest time after which an issue comes back, hours; within the product's window of 24.</summary>
    public int LatestReturnHours { get; init; } = 20;

    /// <summary>Days over which the reports spread evenly.</summary>
    public int Days { get; init; } = 10;

    /// <summary>Agents that report.</summary>
    public int Agents { get; init; } = 24;

    /// <summary>First day of the world.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Length of each answer.</summary>
    public int Limit { get; init; } = 10;

    /// <summary>True rate in the asked service below which a first answer is harmful.</summary>
    public double HarmfulBelow { get; init; } = .2;

    /// <summary>Ways in which a newcomer is told beside an incumbent.</summary>
    public IReadOnlyList<Rivalry> Rivalries { get; init; } =
    [
        new("better newcomer, the issue's own wording", OneWording: true, Incumbent: .6, Newcomer: .9),
        new("better newcomer, a further wording", OneWording: false, Incumbent: .6, Newcomer: .9),
        new("worse newcomer, the issue's own wording", OneWording: true, Incumbent: .9, Newcomer: .6),
    ];

    /// <summary>Issues of each rivalry, 0 for none, besides <see cref="Issues"/>.</summary>
    public int IssuesPerRivalry { get; init; } = 40;

    /// <summary>Outcomes that an incumbent has when the newcomer is told.</summary>
    public int IncumbentReports { get; init; } = 20;

    /// <summary>Reports of a newcomer after which nobody waits any longer.</summary>
    public int Patience { get; init; } = 60;

    /// <summary>Seed of all texts, which are the same in every world so that they are embedded once.</summary>
    public int TextSeed { get; init; } = 20260105;
}
