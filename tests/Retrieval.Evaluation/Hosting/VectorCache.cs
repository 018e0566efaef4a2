using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace ObsControlPlane.Retrieval.Evaluation.Hosting;

/// <summary>Vectors of texts in a file, so that a set is embedded once and measured often. Entries are the first 16 bytes of a SHA-256 of role and text, and the vector.</summary>
internal sealed class VectorCache : IDisposable
{
    private const int KeyBytes = 16;

    private readonly ConcurrentDictionary<UInt128, float[]> _vectors = [];
    private readonly FileStream _file;
    private readonly Lock _lock = new();

    private VectorCache(FileStream file) => _file = file;

    /// <summary>Opens or creates the cache of one model.</summary>
    public static VectorCache Open(string folder, string model, string revision, int dimension)
    {
        Directory.CreateDirectory(folder);
        var cache = new VectorCache(new FileStream(Path.Combine(folder, $"{model}-{revision}.vectors"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read));
        var entry = new byte[KeyBytes + (dimension * sizeof(float))];
        var whole = 0L;
        while (cache._file.ReadAtLeast(entry, entry.Length, throwOnEndOfStream: false) == entry.Length)
        {
            cache._vectors[MemoryMarshal.Read<UInt128>(entry)] = MemoryMarshal.Cast<byte, float>(entry.AsSpan(KeyBytes)).ToArray();
            whole += entry.Length;
        }

        // The rest of an entry that a run did not finish.
        cache._file.SetLength(whole);
        cache._file.Position = whole;
        return cache;
    }

    /// <summary>The vector of a text, made when it is not there.</summary>
    public async Task<float[]> GetAsync(char role, string text, Func<Task<float[]>> make)
    {
        var key = MemoryMarshal.Read<UInt128>(SHA256.HashData(Encoding.UTF8.GetBytes(role + text)));
        if (_vectors.TryGetValue(key, out var known))
            return known;
        var vector = await make();
        lock (_lock)
        {
            _file.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<UInt128>(in key)));
            _file.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
            _file.Flush();
        }

        return _vectors[key] = vector;
    }

    public void Dispose() => _file.Dispose();
}
