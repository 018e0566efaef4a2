using System.Text.RegularExpressions;

namespace ObsControlPlane.Domain.Secrets;

/// <summary>A family of secrets that an operator added.</summary>
/// <param name="Family">Its name, as receipts and metrics show it.</param>
/// <param name="Expression">What its secrets look like; matched in linear time (<see cref="RegexOptions.NonBacktracking"/>).</param>
public sealed record SecretPattern(string Family, Regex Expression);
