namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>Settings of the PostgreSQL record, section <c>Postgres</c> where nothing else is said.</summary>
internal sealed record PostgresOptions
{
    /// <summary>How the server is reached, in the form of Npgsql; holds a password and is never shown.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>Most connections of this process, 1 – 1,000.</summary>
    public int PoolSize { get; init; } = 32;

    /// <summary>Statements that each connection keeps prepared, 0 – 1,000; 0 where a pooler stands between that hands connections on.</summary>
    public int PreparedStatements { get; init; } = 200;

    /// <summary>Seconds to wait for a connection, 1 – 60.</summary>
    public int ConnectSeconds { get; init; } = 3;

    /// <summary>Seconds that one statement may take, 1 – 600.</summary>
    public int CommandSeconds { get; init; } = 10;

    /// <summary>Seconds to wait for what another transaction holds, 1 – 60; below <see cref="CommandSeconds"/> it is the clearer failure.</summary>
    public int LockSeconds { get; init; } = 5;

    /// <summary>Whether a server that does not flush is used nevertheless, with a warning (<c>Postgres:AllowUnsafe</c>).</summary>
    public bool AllowsUnsafe { get; init; }

    /// <summary>Vectors of a model from which on they are searched by an index, 0 – 10,000,000; fewer are all compared, which is exact and as fast.</summary>
    public int IndexVectorsFrom { get; init; } = 10_000;

    /// <summary>Candidates that the vector index looks at for one question, 10 – 1,000 (pgvector's <c>hnsw.ef_search</c>).</summary>
    public int VectorCandidates { get; init; } = 200;

    /// <summary>Hours after a success within which a return of the issue counts against the fix, above 0 (<c>Regression:WindowHours</c>).</summary>
    public double RegressionWindowHours { get; init; } = 24;

    /// <summary>Hours an idempotency key is kept, above 0 (<c>Idempotency:KeepHours</c>).</summary>
    public double IdempotencyKeepHours { get; init; } = 24;

    /// <summary>Whether an embedder is configured, so that receipts tell when a vector follows (<c>Embedding:Model</c>).</summary>
    public bool MakesVectors { get; init; }

    /// <summary>The regression window in milliseconds.</summary>
    public long RegressionWindowMilliseconds => (long)(RegressionWindowHours * 3_600_000);

    /// <summary>Never prints the connection string.</summary>
    public override string ToString() => nameof(PostgresOptions);
}
