using MediatR;

namespace ObsControlPlane.Application.Issues;

/// <summary>Shows what an issue's identity is made of. Exactly one of text and labels is given.</summary>
/// <param name="Text">The issue as text, or null.</param>
/// <param name="Labels">The issue as an alert's labels, or null.</param>
public sealed record GetFingerprintQuery(string? Text, IReadOnlyDictionary<string, string>? Labels) : IRequest<FingerprintView>;

/// <summary>Fingerprint and what it is the hash of.</summary>
/// <param name="Fingerprint"><c>f1:</c> and 32 hex digits.</param>
/// <param name="Masked">The masked text.</param>
/// <param name="Version">Version of the masking rules.</param>
public sealed record FingerprintView(string Fingerprint, string Masked, int Version);
