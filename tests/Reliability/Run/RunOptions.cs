namespace ObsControlPlane.Reliability.Run;

/// <summary>What the command line asked for.</summary>
/// <param name="Ocp">Path of the program under test.</param>
/// <param name="Seed">Seed of every random choice that the harness makes itself.</param>
/// <param name="Full">Full counts instead of the short form.</param>
/// <param name="Report">File the figures are written to, or null.</param>
/// <param name="Count">Trials instead of the row's own count, or null.</param>
internal sealed record RunOptions(string Ocp, int Seed, bool Full, string? Report, int? Count);
