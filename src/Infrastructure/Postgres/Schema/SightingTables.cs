namespace ObsControlPlane.Infrastructure.Postgres.Schema;

/// <summary>An episode of an issue at a place.</summary>
internal sealed class EpisodeRow
{
    public Guid Id { get; set; }

    public string Fingerprint { get; set; } = "";

    public string? Place { get; set; }

    public string? Service { get; set; }

    public string? Server { get; set; }

    public string? Source { get; set; }

    public long StartedAt { get; set; }

    public long LastSeenAt { get; set; }

    public long? EndedAt { get; set; }

    public long Count { get; set; }

    public byte[] ContentHash { get; set; } = [];
}

/// <summary>The n-th occurrence of an episode, counted from 1; fingerprint and server are the episode's, for the patterns of a window.</summary>
internal sealed class OccurrenceRow
{
    public Guid Episode { get; set; }

    public long N { get; set; }

    public long Ts { get; set; }

    public string Fingerprint { get; set; } = "";

    public string? Server { get; set; }
}

/// <summary>A fix whose success did not last, found by an episode.</summary>
internal sealed class ReturnRow
{
    public Guid Episode { get; set; }

    public Guid Fix { get; set; }
}

/// <summary>An agent. told_status is the lease's state that the outbox was told last.</summary>
internal sealed class AgentRow
{
    public string Name { get; set; } = "";

    public string? Server { get; set; }

    public string? InstanceId { get; set; }

    public int IntervalSeconds { get; set; }

    public long RegisteredAt { get; set; }

    public long LastSeen { get; set; }

    public long ExcusedMs { get; set; }

    public long? LastReport { get; set; }

    public long? RetiredAt { get; set; }

    public string? Metadata { get; set; }

    public long Revision { get; set; }

    public short ToldStatus { get; set; }
}

/// <summary>A report of an agent.</summary>
internal sealed class TelemetryReportRow
{
    public long Place { get; set; }

    public Guid Id { get; set; }

    public string Agent { get; set; } = "";

    public string? InstanceId { get; set; }

    public long? Sequence { get; set; }

    public string Digest { get; set; } = "";

    public long Ts { get; set; }

    public long ReceivedAt { get; set; }
}

/// <summary>One figure of a report.</summary>
internal sealed class TelemetryPointRow
{
    public long Place { get; set; }

    public Guid Report { get; set; }

    public string Agent { get; set; } = "";

    public string Name { get; set; } = "";

    public string? Unit { get; set; }

    public long Ts { get; set; }

    public double Value { get; set; }

    public string? Attributes { get; set; }
}
