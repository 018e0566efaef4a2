using System.Diagnostics.Metrics;

namespace ObsControlPlane.Api.Telemetry;

/// <summary>What the edge counts. The tag is a slug of the catalogue, so there are as many series as kinds of problems.</summary>
internal sealed class ApiMeter : IDisposable
{
    internal const string Name = "ObsControlPlane.Api";

    private readonly Meter _meter = new(Name);
    private readonly Counter<long> _problems;

    public ApiMeter() => _problems = _meter.CreateCounter<long>("ocp.problem.responses", null, "Problem responses by kind.");

    public void Dispose() => _meter.Dispose();

    /// <summary>Counts one problem response.</summary>
    /// <param name="slug">Its kind.</param>
    internal void Problem(string slug) => _problems.Add(1, new KeyValuePair<string, object?>("type", slug));
}
