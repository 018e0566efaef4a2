using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace ObsControlPlane.Domain.Access;

/// <summary>
/// The secret of a key: <c>ocp_</c> and 32 to 200 of <c>A–Z a–z 0–9 _ -</c>. Of a random one of 256 bits a single SHA-256 is kept: there is
/// nothing to guess that a slow hash would protect.
/// </summary>
public static class KeySecret
{
    /// <summary>What every secret begins with.</summary>
    public const string Prefix = "ocp_";

    private const int RandomBytes = 32;
    private const int FewestCharacters = 32;
    private const int MostCharacters = 200;

    /// <summary>A new secret of 256 random bits.</summary>
    public static string New() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>Whether a text can be a secret.</summary>
    /// <param name="text">The text.</param>
    public static bool IsWellFormed(ReadOnlySpan<char> text) =>
        text.StartsWith(Prefix, StringComparison.Ordinal)
        && text.Length - Prefix.Length is >= FewestCharacters and <= MostCharacters
        && text[Prefix.Length..].IndexOfAnyExcept(Characters) < 0;

    /// <summary>What is kept of a secret.</summary>
    /// <param name="secret">The secret.</param>
    /// <returns>32 bytes.</returns>
    public static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static readonly System.Buffers.SearchValues<char> Characters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
}
