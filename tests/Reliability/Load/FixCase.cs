namespace ObsControlPlane.Reliability.Load;

/// <summary>A fix as the harness means it, with everything that was asked about it. Its solution is like no other's.</summary>
/// <param name="token">A made-up word that stands in its issue and its solution only.</param>
/// <param name="issue">The issue's text.</param>
/// <param name="solution">The solution's text.</param>
internal sealed class FixCase(string token, string issue, string solution)
{
    private readonly Lock _gate = new();
    private readonly List<Effect> _effects = [];
    private int _agents;

    public string Token { get; } = token;

    public string Issue { get; } = issue;

    public string Solution { get; } = solution;

    /// <summary>The id that the server gave; null until it said one.</summary>
    public string? Id { get; set; }

    /// <summary>Chosen at birth: may be erased, and then nothing else is asked of it.</summary>
    public bool Erasable { get; init; }

    public IReadOnlyList<Effect> Effects
    {
        get
        {
            lock (_gate)
                return [.. _effects];
        }
    }

    public void Add(Effect effect)
    {
        lock (_gate)
            _effects.Add(effect);
    }

    /// <summary>An agent's name that never reported this fix before, so that each report and each outcome counts.</summary>
    public string NextAgent() => $"agent-{Interlocked.Increment(ref _agents)}";
}
