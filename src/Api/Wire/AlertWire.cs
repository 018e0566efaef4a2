using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Api.Wire;

/// <summary>What became of the alerts of a body (contract 8).</summary>
internal sealed record AlertsWire
{
    /// <summary>Alerts in the body.</summary>
    public required int Received { get; init; }

    /// <summary>What each alert that was taken did, in their order.</summary>
    public required IReadOnlyList<TakenAlertWire> Episodes { get; init; }

    /// <summary>Alerts that were refused; the others were taken.</summary>
    public required IReadOnlyList<RefusedAlertWire> Refused { get; init; }
}

/// <summary>What one alert did.</summary>
internal sealed record TakenAlertWire
{
    /// <summary>The episode; null while the journal holds the alert (202).</summary>
    public required Guid? Id { get; init; }

    /// <summary>The issue.</summary>
    public required string Fingerprint { get; init; }

    /// <summary><c>firing</c>: it opened the episode; <c>resolved</c>; <c>repeat</c>: it said what was known; <c>late</c>: it resolved before the open episode began, and closes nothing.</summary>
    public required AlertStatus Status { get; init; }

    /// <summary>Whether the fix has proven itself; <c>none</c> without a fix.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The fix to try first; null when none is known, when it was not looked for, and for what has resolved.</summary>
    public required IHitWire? Fix { get; init; }

    /// <summary>Fixes whose success did not last, found by this alert, by id.</summary>
    public required IReadOnlyList<Guid> CameBack { get; init; }
}

/// <summary>An alert that was refused.</summary>
internal sealed record RefusedAlertWire
{
    /// <summary>Its position in the body, 0 or more.</summary>
    public required int Index { get; init; }

    /// <summary>Why.</summary>
    public required ItemProblemWire Problem { get; init; }
}

/// <summary>A page of deliveries.</summary>
internal sealed record DeliveryPageWire
{
    /// <summary>Newest first, ties by id.</summary>
    public required IReadOnlyList<DeliveryWire> Deliveries { get; init; }

    /// <summary>Where the next page begins; null at the end.</summary>
    public required string? NextCursor { get; init; }
}

/// <summary>One webhook body that came.</summary>
internal sealed record DeliveryWire
{
    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>When it came, epoch milliseconds.</summary>
    public required long Ts { get; init; }

    /// <summary>The same, RFC 3339 UTC.</summary>
    public required string Timestamp { get; init; }

    /// <summary><c>alertmanager</c>, <c>grafana</c>, <c>generic</c> or <c>test</c>.</summary>
    public required string Source { get; init; }

    /// <summary><c>taken</c>: every alert; <c>partly</c>: some were refused; <c>refused</c>: it was no such body.</summary>
    public required string Result { get; init; }

    /// <summary>Why the body as a whole was refused, or null.</summary>
    public required string? Problem { get; init; }

    /// <summary>Alerts in it.</summary>
    public required long Received { get; init; }

    /// <summary>Alerts that opened an episode.</summary>
    public required long Firing { get; init; }

    /// <summary>Alerts that said what was known.</summary>
    public required long Repeats { get; init; }

    /// <summary>Alerts that resolved.</summary>
    public required long Resolved { get; init; }

    /// <summary>Alerts that resolved before the open episode began.</summary>
    public required long Late { get; init; }

    /// <summary>Alerts that were refused.</summary>
    public required long Refused { get; init; }

    /// <summary>Places at which U+0000, half a surrogate pair or bytes that are no UTF-8 became U+FFFD.</summary>
    public required long Mended { get; init; }

    /// <summary>Milliseconds from its coming until it was written.</summary>
    public required long TookMs { get; init; }

    /// <summary>Length of its body.</summary>
    public required long Bytes { get; init; }

    /// <summary>True when its body is kept, without secrets, so that it can be replayed.</summary>
    public required bool Replayable { get; init; }
}
