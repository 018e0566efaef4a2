using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Domain.Episodes;

/// <summary>What one alert says: that an issue fires at a place, or no longer does (contract 8).</summary>
/// <param name="Id">UUIDv7; becomes the episode's id when this opens one.</param>
/// <param name="OutcomeId">UUIDv7 that the evidence takes which the end of an episode gives.</param>
/// <param name="Fingerprint">Our fingerprint of the issue, of the alert's name and stable labels.</param>
/// <param name="IssueText">The text of that fingerprint: name and stable labels, one a line.</param>
/// <param name="Text">What is recalled with: name, summary and description, one a line.</param>
/// <param name="Scope">Where.</param>
/// <param name="Source">Which system sent it, for example <c>alertmanager</c>.</param>
/// <param name="Sender">The sender's own fingerprint of the alert, 1–200 characters; unique with <paramref name="Source"/>.</param>
/// <param name="IsFiring">True when it fires, false when it has resolved.</param>
/// <param name="StartsAt">When it began by the sender's clock, epoch milliseconds; null when not said.</param>
/// <param name="EndsAt">When it ended by the sender's clock, epoch milliseconds; null when not said.</param>
/// <param name="ReceivedAt">When it came, by our clock, epoch milliseconds.</param>
public sealed record AlertSignal(
    Guid Id, Guid OutcomeId, Fingerprint Fingerprint, string IssueText, string Text, Scope Scope, string Source, string Sender, bool IsFiring,
    long? StartsAt, long? EndsAt, long ReceivedAt)
{
    /// <summary>The issue at its place: what an episode is of.</summary>
    public EpisodePlace At => new(Fingerprint, Scope.Place);
}

/// <summary>An issue at a place.</summary>
/// <param name="Fingerprint">The issue.</param>
/// <param name="Place">Server, else service; null when neither was said.</param>
public sealed record EpisodePlace(Fingerprint Fingerprint, string? Place);

/// <summary>What an alert did (contract 8).</summary>
public enum AlertStatus
{
    /// <summary>It opened an episode.</summary>
    Firing = 0,

    /// <summary>It has resolved: in the open episode, or as a closed episode of its own when it was never seen firing.</summary>
    Resolved = 1,

    /// <summary>It said again what was known.</summary>
    Repeat = 2,

    /// <summary>It resolved before the open episode began, and closes nothing.</summary>
    Late = 3,
}
