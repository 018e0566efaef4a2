namespace ObsControlPlane.Domain.Secrets;

/// <summary>A text without the secrets that were found in it.</summary>
/// <param name="Text">The text; the very same object when nothing was found.</param>
/// <param name="Families">The family of each secret that was replaced, in the order of the text; empty when none was.</param>
public readonly record struct RedactedText(string Text, IReadOnlyList<string> Families);
