namespace ObsControlPlane.Application.Ports;

/// <summary>What was measured of recall by words alone.</summary>
/// <param name="Threshold">Share of the highest possible BM25 from which a hit answers a question, 0–1, inclusive.</param>
public sealed record WordsCalibration(double Threshold);
