using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Outcomes;

/// <summary>One statement of how one application of a fix ended.</summary>
/// <param name="Id">UUIDv7 of the statement.</param>
/// <param name="FixId">The fix that was applied.</param>
/// <param name="Kind">How it ended.</param>
/// <param name="Evidence">Why that is believed.</param>
/// <param name="Agent">Who says so, or null.</param>
/// <param name="Scope">Where it was applied.</param>
/// <param name="Ts">When it ended, epoch milliseconds.</param>
/// <param name="RecallId">The recall that offered the fix, or null; one (fix, recall) counts once.</param>
/// <param name="ApplicationId">The caller's own id of this application, 1–200 characters, or null; one (fix, application) counts once.</param>
/// <param name="EpisodeId">The episode it was applied in, or null.</param>
public sealed record OutcomeReport(
    Guid Id, Guid FixId, OutcomeKind Kind, Evidence Evidence, string? Agent, Scope Scope, long Ts,
    Guid? RecallId = null, string? ApplicationId = null, Guid? EpisodeId = null)
{
    /// <summary>Milliseconds within which two statements of one agent, fix and server without ids of their own are one (contract 3).</summary>
    public const long SameApplicationMilliseconds = 60_000;

    /// <summary>True when the statement carries an id that says which application it is about.</summary>
    public bool HasOwnId => RecallId is not null || ApplicationId is not null;

    /// <summary>True for worked, failed and rolled back: the statements that move a standing.</summary>
    public bool IsConclusive => Kind is OutcomeKind.Worked or OutcomeKind.Failed or OutcomeKind.RolledBack;

    /// <summary>True for worked, false for failed and rolled back, null for what counts neither way.</summary>
    public bool? Success => Kind switch
    {
        OutcomeKind.Worked => true,
        OutcomeKind.Failed or OutcomeKind.RolledBack => false,
        _ => null,
    };
}
