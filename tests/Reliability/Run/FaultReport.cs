using System.Globalization;
using ObsControlPlane.Reliability.Judging;
using ObsControlPlane.Reliability.Load;

namespace ObsControlPlane.Reliability.Run;

/// <summary>What one row of the fault list gave: how often it was tried, what was counted, what held.</summary>
internal sealed class FaultReport(string row, string verb)
{
    private readonly List<Check> _checks = [];
    private readonly List<(string Name, string Value)> _measures = [];

    public string Row { get; } = row;

    public string Verb { get; } = verb;

    /// <summary>How often the fault really struck.</summary>
    public int Trials { get; set; }

    public long Writes { get; private set; }

    public long Acknowledged { get; private set; }

    public long Unknown { get; private set; }

    public TimeSpan Took { get; set; }

    /// <summary>Why the fault could not be tried here; null when it was.</summary>
    public string? Skipped { get; init; }

    /// <summary>Whether that it could not be tried is a failure here.</summary>
    public bool IsRequired { get; init; }

    public IReadOnlyList<Check> Checks => _checks;

    public IReadOnlyList<(string Name, string Value)> Measures => _measures;

    public bool Failed => _checks.Any(check => !check.Passed);

    public void Add(Check check) => _checks.Add(check);

    public void Add(string name, bool passed, string detail) => _checks.Add(new(name, passed, detail));

    public void Measure(string name, double value, string unit) =>
        _measures.Add((name, $"{value.ToString(value >= 100 ? "F0" : "0.##", CultureInfo.InvariantCulture)} {unit}".TrimEnd()));

    public void Count(Ledger ledger)
    {
        var (writes, acknowledged, unknown) = ledger.Totals();
        Writes += writes;
        Acknowledged += acknowledged;
        Unknown += unknown;
    }

    /// <summary>The three promises that hold under every fault.</summary>
    public void Add(Verdict verdict)
    {
        Add(Check.Nothing("no acknowledged write is lost", verdict.Lost));
        Add(Check.Nothing("nothing that was refused is stored", verdict.Phantoms));
        Add(Check.Nothing("nothing is stored twice", verdict.Duplicates));
    }
}
