using System.Security.Cryptography;
using System.Text;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>A revision for a model whose file cannot be read: all that is known of what changes its vectors.</summary>
internal static class SettingsRevision
{
    /// <summary>Makes the revision.</summary>
    /// <param name="parts">What changes a vector, in a fixed order; null for what is not known.</param>
    /// <returns>12 hexadecimal digits.</returns>
    public static string Of(params ReadOnlySpan<string?> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))))[..12];
}
