namespace ObsControlPlane.Domain.Agents;

/// <summary>
/// A program that reports. Its lease is judged by our clock: late after 2 intervals, offline after 5, retired after 7 days or on
/// request; time during which we were down does not count (contract 7).
/// </summary>
public sealed record Agent
{
    /// <summary>Name, 1–200 characters of <see cref="AgentName"/>; case counts.</summary>
    public required string Name { get; init; }

    /// <summary>Host it runs on, or null when it has only reported without saying.</summary>
    public string? Server { get; init; }

    /// <summary>Names the installation (machine id), not a process; null when it does not say.</summary>
    public string? InstanceId { get; init; }

    /// <summary>Seconds between two reports, 1 or more.</summary>
    public int IntervalSeconds { get; init; } = DefaultIntervalSeconds;

    /// <summary>First registration, epoch milliseconds.</summary>
    public required long RegisteredAt { get; init; }

    /// <summary>Newest sign of life by our clock, epoch milliseconds.</summary>
    public required long LastSeen { get; init; }

    /// <summary>Milliseconds since <see cref="LastSeen"/> in which we were down; do not count against the lease.</summary>
    public long ExcusedMilliseconds { get; init; }

    /// <summary>Newest telemetry report, epoch milliseconds, or null.</summary>
    public long? LastReport { get; init; }

    /// <summary>When it was retired on request, epoch milliseconds, or null.</summary>
    public long? RetiredAt { get; init; }

    /// <summary>The agent's own JSON object, or null.</summary>
    public Metadata? Metadata { get; init; }

    /// <summary>Interval when an agent does not say.</summary>
    public const int DefaultIntervalSeconds = 60;

    private const long RetiredAfterMilliseconds = 7L * 24 * 60 * 60 * 1000;

    /// <summary>When it becomes late, epoch milliseconds.</summary>
    public long LateAt => LastSeen + ExcusedMilliseconds + (2000L * IntervalSeconds);

    /// <summary>When it becomes offline, epoch milliseconds.</summary>
    public long OfflineAt => LastSeen + ExcusedMilliseconds + (5000L * IntervalSeconds);

    /// <summary>The lease's state.</summary>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <returns>Active before <see cref="LateAt"/>, late from then, offline from <see cref="OfflineAt"/>, retired 7 days later or on request.</returns>
    public AgentStatus StatusAt(long now)
    {
        if (RetiredAt is not null || now >= OfflineAt + RetiredAfterMilliseconds)
            return AgentStatus.Retired;
        return now >= OfflineAt ? AgentStatus.Offline : now >= LateAt ? AgentStatus.Late : AgentStatus.Active;
    }

    /// <summary>The agent that a first registration makes.</summary>
    /// <param name="registration">What it says of itself.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <returns>An active agent.</returns>
    public static Agent Registered(AgentRegistration registration, long now) => new()
    {
        Name = registration.Name,
        Server = registration.Server,
        InstanceId = registration.InstanceId,
        IntervalSeconds = registration.IntervalSeconds ?? DefaultIntervalSeconds,
        RegisteredAt = now,
        LastSeen = now,
        Metadata = registration.Metadata,
    };

    /// <summary>The agent after it showed itself again, by registering or reporting.</summary>
    /// <param name="registration">What it says of itself now; what it leaves out stays as it was.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    /// <returns>An active agent; one that was retired is back.</returns>
    /// <exception cref="DomainException"><see cref="ProblemCodes.AgentNameInUse"/>: another installation holds the name, its lease runs, and no takeover was asked for.</exception>
    public Agent SeenAgain(AgentRegistration registration, long now)
    {
        var status = StatusAt(now);
        var other = registration.InstanceId is not null && InstanceId is not null && registration.InstanceId != InstanceId;
        if (other && !registration.Takeover && (status is AgentStatus.Active or AgentStatus.Late))
        {
            throw new DomainException(
                ProblemCodes.AgentNameInUse,
                $"The agent name '{Name}' is held by another installation on '{Server ?? "an unnamed server"}' until its lease runs out; choose another name, wait, or send takeover: true.")
            {
                Facts = new Dictionary<string, object?> { ["server"] = Server, ["free_at"] = OfflineAt },
            };
        }

        return this with
        {
            Server = registration.Server ?? Server,
            InstanceId = registration.InstanceId ?? InstanceId,
            IntervalSeconds = registration.IntervalSeconds ?? IntervalSeconds,
            LastSeen = Math.Max(now, LastSeen),
            ExcusedMilliseconds = 0,
            RetiredAt = null,
            Metadata = registration.Metadata ?? Metadata,
        };
    }
}
