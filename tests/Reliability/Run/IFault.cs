namespace ObsControlPlane.Reliability.Run;

/// <summary>One row of the fault list.</summary>
internal interface IFault
{
    /// <summary>Its number in the list.</summary>
    string Row { get; }

    /// <summary>Its name on the command line.</summary>
    string Verb { get; }

    string Description { get; }

    /// <summary>What this machine lacks for it, as a sentence; null when it can be tried.</summary>
    Task<string?> WhyUnavailableAsync();

    /// <summary>Whether it needs servers of <c>build/stores.sh</c>.</summary>
    bool NeedsStores => false;

    Task RunAsync(RunContext run, FaultReport report, CancellationToken ct);
}
