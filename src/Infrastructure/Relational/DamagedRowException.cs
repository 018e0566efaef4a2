namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>A row whose content does not match its hash.</summary>
internal sealed class DamagedRowException(string table, object row)
    : Exception($"Row {(row is byte[] { Length: 16 } id ? new Guid(id, bigEndian: true) : row)} of {table} does not match its hash.");
