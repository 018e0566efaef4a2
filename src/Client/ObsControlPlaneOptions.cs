namespace ObsControlPlane.Client;

/// <summary>How the client reaches the server.</summary>
public sealed class ObsControlPlaneOptions
{
    /// <summary>Sent as <c>Authorization: Bearer</c>; null = none.</summary>
    public string? ApiKey { get; set; }

    /// <summary>How long one attempt may take; above zero.</summary>
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a call may take with all its attempts and pauses; above zero.</summary>
    public TimeSpan TotalTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How often a call that failed for the moment is tried again; 0 = never.</summary>
    public int Retries { get; set; } = 4;

    /// <summary>The pause before the first repeat; it doubles, and a server's <c>Retry-After</c> goes before it.</summary>
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Keeps writes in a file until the server has them; null = there is no <see cref="WriteSpool"/>.</summary>
    public SpoolOptions? Spool { get; set; }
}

/// <summary>A durable spool: writes that survive a crash and wait for the server in their order.</summary>
public sealed class SpoolOptions
{
    /// <summary>The file; its folder is made when it is missing.</summary>
    public required string Path { get; set; }

    /// <summary>How many writes it holds at most, 1 or more; the oldest give way, and are counted.</summary>
    public int MaxItems { get; set; } = 10_000;

    /// <summary>How many bytes of bodies it holds at most, 1 or more; the oldest give way, and are counted.</summary>
    public long MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>The longest pause between two attempts while the server is away.</summary>
    public TimeSpan MaxPause { get; set; } = TimeSpan.FromSeconds(30);
}
