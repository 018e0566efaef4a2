using Microsoft.Extensions.Time.Testing;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts;

/// <summary>A probe over a store that can be hurt.</summary>
/// <param name="Probe">The probe.</param>
/// <param name="Clock">The clock it was given; stands at <see cref="Samples.Now"/>.</param>
/// <param name="TryWrite">Does a real write; one that fails is swallowed here and has to show in the probe.</param>
/// <param name="BreakReading">Makes every read fail.</param>
/// <param name="MendReading">Ends that.</param>
/// <param name="BreakWriting">Makes every write fail.</param>
/// <param name="MendWriting">Ends that.</param>
/// <param name="Close">Closes the store; called when the test is over.</param>
public sealed record ProbedStore(
    IStoreProbe Probe, FakeTimeProvider Clock, Func<Task> TryWrite, Action BreakReading, Action MendReading, Action BreakWriting, Action MendWriting,
    Func<ValueTask> Close);
