using ObsControlPlane.Client;

namespace ObsControlPlane.Agent;

/// <summary>Registers this host and reports its figures; what the server cannot take now waits in the spool, in its order.</summary>
internal sealed class Reporter(ObsControlPlaneClient client, WriteSpool spool, HostSampler sampler, AgentIdentity identity, TimeProvider time)
{
    private bool _registered;

    /// <summary>Samples once and sends what waits.</summary>
    /// <returns>True when the server has everything; false when it waits.</returns>
    /// <exception cref="ObsControlPlaneException">The server refused the agent or a report for good, such as <c>agent-name-in-use</c>.</exception>
    public async Task<bool> ReportAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        spool.ReportTelemetry(new TelemetryReport(
            identity.Name, sampler.Read(), identity.Server, identity.InstanceId, Seq: now, Ts: now, IntervalSeconds: identity.IntervalSeconds));
        try
        {
            if (!_registered)
                await client.RegisterAgentAsync(new AgentRegistration(identity.Name, identity.Server, identity.InstanceId, identity.IntervalSeconds), ct).ConfigureAwait(false);
            _registered = true;
        }
        catch (ObsControlPlaneException e) when (e.IsTransient || e.Problem is null)
        {
            return false;
        }
        return await spool.SendAsync(client, ct).ConfigureAwait(false);
    }
}

/// <summary>Who reports.</summary>
/// <param name="Name">The agent's name.</param>
/// <param name="Server">The host.</param>
/// <param name="InstanceId">Names the installation.</param>
/// <param name="IntervalSeconds">Seconds between two reports.</param>
internal sealed record AgentIdentity(string Name, string Server, string InstanceId, int IntervalSeconds)
{
    /// <summary>The machine's id, else one that is made once and kept in the folder.</summary>
    public static string FindInstance(string folder, TimeProvider time)
    {
        if (File.Exists("/etc/machine-id") && File.ReadAllText("/etc/machine-id").Trim() is { Length: > 0 } machine)
            return machine;
        var kept = Path.Combine(folder, "instance-id");
        if (!File.Exists(kept))
            File.WriteAllText(kept, Guid.CreateVersion7(time.GetUtcNow()).ToString());
        return File.ReadAllText(kept).Trim();
    }
}
