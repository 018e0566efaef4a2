using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Outcomes;

/// <summary>The counted outcomes of one fix in one exact scope, by kind of evidence; the raw material of a standing.</summary>
/// <param name="Scope">The exact scope these were reported in (parts that were not said are null).</param>
/// <param name="Worked">Successes by kind of evidence.</param>
/// <param name="Failed">Failures and roll-backs by kind of evidence.</param>
/// <param name="Unknown">Attempted and unknown together.</param>
/// <param name="CameBack">How often the issue came back here after a success; each is worth one failure.</param>
/// <param name="LastTs">Newest conclusive outcome or return, epoch milliseconds; null when there is none.</param>
/// <param name="LastWorkedTs">Newest success, epoch milliseconds; null when there is none.</param>
/// <param name="CameBackTs">Newest return, epoch milliseconds; null when there is none.</param>
public sealed record ScopedEvidence(
    Scope Scope, EvidenceTally Worked, EvidenceTally Failed, long Unknown, long CameBack, long? LastTs, long? LastWorkedTs, long? CameBackTs)
{
    /// <summary>What is known where nothing was counted.</summary>
    /// <param name="scope">The exact scope.</param>
    /// <returns>Evidence of that scope without any count.</returns>
    public static ScopedEvidence None(Scope scope) => new(scope, default, default, 0, 0, null, null, null);

    /// <summary>The evidence with one more outcome.</summary>
    /// <param name="outcome">An outcome that counts, of this scope.</param>
    /// <returns>New evidence; an outcome that is not conclusive changes no instant.</returns>
    public ScopedEvidence Counted(OutcomeReport outcome) => outcome.Success switch
    {
        true => this with
        {
            Worked = Worked.Plus(outcome.Evidence.Kind),
            LastTs = Newer(LastTs, outcome.Ts),
            LastWorkedTs = Newer(LastWorkedTs, outcome.Ts),
        },
        false => this with { Failed = Failed.Plus(outcome.Evidence.Kind), LastTs = Newer(LastTs, outcome.Ts) },
        null => this with { Unknown = Unknown + 1 },
    };

    /// <summary>The evidence with one more return of the issue.</summary>
    /// <param name="ts">When it came back, epoch milliseconds.</param>
    /// <returns>New evidence.</returns>
    public ScopedEvidence Returned(long ts) => this with { CameBack = CameBack + 1, LastTs = Newer(LastTs, ts), CameBackTs = Newer(CameBackTs, ts) };

    private static long Newer(long? known, long ts) => Math.Max(known ?? long.MinValue, ts);
}

/// <summary>Counts by kind of evidence.</summary>
/// <param name="Reported">Reported without a check.</param>
/// <param name="Person">Vouched for by a person.</param>
/// <param name="Verified">Confirmed by a check.</param>
/// <param name="AlertCleared">The alert cleared.</param>
public readonly record struct EvidenceTally(long Reported = 0, long Person = 0, long Verified = 0, long AlertCleared = 0)
{
    /// <summary>All kinds together.</summary>
    public long Total => Reported + Person + Verified + AlertCleared;

    /// <summary>The tally with one more of a kind.</summary>
    /// <param name="kind">The kind that was seen once more.</param>
    /// <returns>A new tally.</returns>
    public EvidenceTally Plus(EvidenceKind kind) => kind switch
    {
        EvidenceKind.Person => this with { Person = Person + 1 },
        EvidenceKind.Verified => this with { Verified = Verified + 1 },
        EvidenceKind.AlertCleared => this with { AlertCleared = AlertCleared + 1 },
        _ => this with { Reported = Reported + 1 },
    };
}
