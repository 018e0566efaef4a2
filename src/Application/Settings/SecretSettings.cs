using System.ComponentModel.DataAnnotations;
using System.Text.RegularExpressions;
using ObsControlPlane.Domain.Secrets;

namespace ObsControlPlane.Application.Settings;

/// <summary>What of secrets is kept out of stores and logs (section <c>Secrets</c>).</summary>
public sealed partial class SecretSettings : IValidatableObject
{
    private const int MostPatterns = 64;

    /// <summary>Whether secrets are replaced before anything is stored or logged; default true.</summary>
    public bool Redact { get; set; } = true;

    /// <summary>
    /// Families of your own: name (1–40 of a–z, 0–9 and hyphens) and regular expression, at most 64; none by default. An expression is
    /// matched without backtracking, so lookarounds, back references and atomic groups are not taken, and must not match an empty text.
    /// </summary>
    public Dictionary<string, string> Patterns { get; } = [];

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Patterns.Count > MostPatterns)
            yield return new ValidationResult($"Secrets:Patterns must be at most {MostPatterns}.", [nameof(Patterns)]);
        foreach (var (name, expression) in Patterns)
        {
            if (!FamilyName().IsMatch(name))
                yield return new ValidationResult($"Secrets:Patterns:{name} must be named by 1 to 40 of a-z, 0-9 and hyphens.", [nameof(Patterns)]);
            if (WhyInvalid(expression) is { } why)
                yield return new ValidationResult($"Secrets:Patterns:{name} {why}", [nameof(Patterns)]);
        }
    }

    /// <summary>The redactor of the built-in families and these.</summary>
    /// <returns>A redactor for the whole process.</returns>
    public SecretRedactor Redactor() => new([.. Patterns.Select(pattern => new SecretPattern(pattern.Key, Compiled(pattern.Value)))]);

    private static string? WhyInvalid(string expression)
    {
        try
        {
            return Compiled(expression).IsMatch("") ? "matches an empty text." : null;
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException)
        {
            return $"is no regular expression that can be matched without backtracking: {exception.Message}";
        }
    }

    private static Regex Compiled(string expression) => new(expression, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);

    [GeneratedRegex(@"\A[a-z0-9-]{1,40}\z")]
    private static partial Regex FamilyName();
}
