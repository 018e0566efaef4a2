namespace ObsControlPlane.Reliability.Load;

/// <summary>What an effect does to its fix or memory.</summary>
internal enum EffectKind
{
    /// <summary>One more report of a fix: its first makes it.</summary>
    Report,

    /// <summary>An outcome on its own.</summary>
    Outcome,

    Erase,

    Memory,

    /// <summary>Something that must be refused: its token must never be found.</summary>
    Forbidden,
}

/// <summary>One thing that a request asked for. A batch asks for several, each with a fate of its own.</summary>
/// <param name="kind">What it does.</param>
/// <param name="worked">For reports and outcomes: true worked, false failed, null says nothing.</param>
internal sealed class Effect(EffectKind kind, bool? worked = null)
{
    public EffectKind Kind { get; } = kind;

    public bool? Worked { get; } = worked;

    public Fate Fate { get; private set; }

    /// <summary>Stopwatch time of the first sending; 0 when it was never sent.</summary>
    public long SentAt { get; set; }

    /// <summary>Stopwatch time when the fate became known.</summary>
    public long SettledAt { get; private set; } = long.MaxValue;

    public void Settle(Fate fate, long at)
    {
        Fate = fate;
        SettledAt = fate == Fate.Unknown ? long.MaxValue : at;
    }

    /// <summary>What was known at a moment; null when it had not even been sent.</summary>
    public Fate? At(long moment) => SentAt == 0 || SentAt > moment ? null : SettledAt > moment ? Fate.Unknown : Fate;
}
