namespace ObsControlPlane.Infrastructure.Sqlite;

/// <summary>A file whose indexes do not agree with its tables.</summary>
internal sealed class DamagedFileException(string finding) : Exception($"The data file is damaged: {finding}");
