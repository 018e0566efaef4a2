using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// What makes two issue texts the same issue: <c>f1:</c> and the first 128 bits of SHA-256 over the UTF-8 of the masked text, as 32
/// lower-case hex digits. Equal fingerprints mean "same issue"; they have no order and no distance.
/// </summary>
/// <remarks><c>default(Fingerprint)</c> is no fingerprint: its <see cref="Value"/> is empty and it equals only itself.</remarks>
public readonly record struct Fingerprint
{
    /// <summary>The version of the masking rules, the digit in <c>f1:</c>. Other rules get another number and a migration.</summary>
    public const int Version = 1;

    private const string Prefix = "f1:";
    private const int HexDigits = 32;

    private readonly string? _value;

    private Fingerprint(string value) => _value = value;

    /// <summary>The whole text, <c>f1:</c> included; 35 characters, or empty for <c>default</c>.</summary>
    public string Value => _value ?? "";

    /// <summary>The fingerprint of a text that is masked already (<see cref="IssueMasking.Mask"/>); the text is hashed as it stands.</summary>
    public static Fingerprint OfMasked(string masked)
    {
        ArgumentNullException.ThrowIfNull(masked);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(masked));
        return new Fingerprint(Prefix + Convert.ToHexStringLower(hash.AsSpan(0, HexDigits / 2)));
    }

    /// <summary>Reads exactly what <see cref="Value"/> writes.</summary>
    /// <exception cref="FormatException">The text is anything else.</exception>
    public static Fingerprint Parse(string value) =>
        TryParse(value, out var fingerprint)
            ? fingerprint
            : throw new FormatException($"A fingerprint is '{Prefix}' and {HexDigits} lower-case hex digits.");

    /// <summary>Reads exactly what <see cref="Value"/> writes: no blanks around it, no upper case.</summary>
    /// <returns>False, and <c>default</c>, for anything else, null included.</returns>
    public static bool TryParse([NotNullWhen(true)] string? value, out Fingerprint fingerprint)
    {
        var wellFormed = value is { Length: 35 }
            && value.StartsWith(Prefix, StringComparison.Ordinal)
            && !value.AsSpan(Prefix.Length).ContainsAnyExcept(CharKind.HexDigits);
        fingerprint = wellFormed ? new Fingerprint(value!) : default;
        return wellFormed;
    }

    /// <summary>The same as <see cref="Value"/>.</summary>
    public override string ToString() => Value;
}
