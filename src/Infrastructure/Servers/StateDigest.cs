using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Infrastructure.Neo4j.Reading;

namespace ObsControlPlane.Infrastructure.Servers;

/// <summary>SHA-256 over states in their order, without their revisions: equal for two sides that say the same.</summary>
internal sealed class StateDigest : IDisposable
{
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds the next state.</summary>
    public void Add(ProjectedState state) => _hash.AppendData(Encoding.UTF8.GetBytes($"{state.Kind} {state.Id}\n{state.Hash}\n"));

    /// <summary>The digest so far, 64 hex digits.</summary>
    public string Value => Convert.ToHexStringLower(_hash.GetCurrentHash());

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();
}
