namespace ObsControlPlane.Domain.Secrets;

/// <summary>Where a secret stands in a text.</summary>
/// <param name="Start">Its first character.</param>
/// <param name="End">The character after its last.</param>
/// <param name="Family">Its family.</param>
internal readonly record struct SecretSpan(int Start, int End, string Family);
