namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>A row whose content does not match its hash.</summary>
internal sealed class DamagedRowException(string table, object row) : Exception($"Row {row} of {table} does not match its hash.");
