using OpenTelemetry.Metrics;

namespace ObsControlPlane.Api.Telemetry;

/// <summary>
/// Mends what <c>promtool check metrics</c> finds in the runtime's own instruments: a gauge must not end in <c>_count</c>, which is what
/// histograms and summaries call their number of observations.
/// </summary>
internal static class PrometheusNames
{
    internal static MeterProviderBuilder AddPrometheusNames(this MeterProviderBuilder metrics) => metrics
        .AddView("dotnet.assembly.count", "dotnet.assemblies")
        .AddView("dotnet.process.cpu.count", "dotnet.process.cpus")
        .AddView("dotnet.timer.count", "dotnet.timers");
}
