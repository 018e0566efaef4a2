using Npgsql;

namespace ObsControlPlane.Infrastructure.Postgres.Sessions;

/// <summary>A transaction that writes. What it changes is sent with its commit, in one round trip with whatever is still gathered.</summary>
/// <param name="connection">The connection.</param>
/// <param name="makesVectors">Whether an embedder is configured, so that records get vectors.</param>
/// <param name="now">Our clock, epoch milliseconds.</param>
/// <param name="ct">Cancels the operation.</param>
internal class WriteSession(NpgsqlConnection connection, bool makesVectors, long now, CancellationToken ct) : PostgresSession(connection, ct)
{
    // Two are enough for nearly every write; what a write does not use leaves a gap that nobody minds.
    protected const int RevisionsAtOnce = 2;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Queue<long> _revisions = [];
    private readonly HashSet<object> _noted = [];
    private Asked<long>? _drawn;

    /// <summary>What was counted, by counter.</summary>
    public IReadOnlyDictionary<string, long> Counts => _counts;

    /// <summary>Whether an embedder is configured, so that records get vectors.</summary>
    public bool MakesVectors => makesVectors;

    /// <summary>Our clock, epoch milliseconds.</summary>
    public long Now => now;

    /// <summary>Whether something is noted for the first time in this transaction.</summary>
    public bool IsFirst(object note) => _noted.Add(note);

    /// <summary>True when something was counted or changed that others follow.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>True once the commit was sent: whether it happened is then the server's to know.</summary>
    public bool IsCommitting { get; private set; }

    /// <summary>Whoever changes a row after it was read must be the only one.</summary>
    public override string ForUpdate => " FOR NO KEY UPDATE OF m";

    /// <summary>Begins the transaction, with the next statement that is sent.</summary>
    public void Begin() => Run("BEGIN ISOLATION LEVEL READ COMMITTED");

    /// <summary>
    /// Waits until no other transaction holds one of these names; they are held to the end. Every statement after it sees what the last
    /// holder committed, because each has a snapshot of its own.
    /// </summary>
    public virtual void Lock(params string[] names) =>
        Ask("SELECT pg_advisory_xact_lock(hashtextextended(n, 0)) FROM unnest($1) n", _ => true, names);

    /// <summary>As <see cref="Lock"/>, for names that only the server knows.</summary>
    /// <param name="names">A query of one column <c>n</c>.</param>
    /// <param name="values">Values of its parameters.</param>
    public virtual void LockFound(string names, params Arg[] values) =>
        Ask($"SELECT pg_advisory_xact_lock(hashtextextended(n, 0)) FROM ({names}) f", _ => true, values);

    /// <summary>
    /// Says, before a record is changed, that no other write may change it in the same transaction: it may have been read under no name of its own, and the
    /// lock of its row holds up other transactions alone.
    /// </summary>
    public virtual void ClaimRow(Guid record)
    {
    }

    /// <summary>Gathers the drawing of revisions, where a question is sent anyway.</summary>
    public virtual void DrawRevisions(int count = RevisionsAtOnce)
    {
        TakeDrawn();
        _drawn = AskRevisions(count);
    }

    /// <summary>Gathers the question for revisions that somebody else takes.</summary>
    public Asked<long> AskRevisions(int count) => Ask("SELECT nextval('record_revision') FROM generate_series(1, $1)", row => row.GetInt64(0), count);

    /// <summary>
    /// The next number of the one sequence over all records. Drawn while the record's row or name is held, so that the revisions of one
    /// record rise in the order of their commits; over different records they need not (see <c>Feed/ChangePosition</c>).
    /// </summary>
    /// <param name="after">The record's revision so far: what was drawn before its row was held may be lower, and is passed over.</param>
    public async ValueTask<long> NextRevisionAsync(long after = 0)
    {
        HasChanged = true;
        for (TakeDrawn(); ; TakeDrawn())
        {
            while (_revisions.TryDequeue(out var revision))
            {
                if (revision > after)
                    return revision;
            }

            DrawRevisions();
            await SendAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Takes revisions that were drawn for it.</summary>
    protected void Take(IEnumerable<long> revisions)
    {
        foreach (var revision in revisions)
            _revisions.Enqueue(revision);
    }

    /// <summary>Adds to a counter in this transaction.</summary>
    public void Count(string name, long by)
    {
        if (by != 0)
            _counts[name] = _counts.GetValueOrDefault(name) + by;
    }

    /// <summary>Others follow what this write did.</summary>
    public void Changed() => HasChanged = true;

    /// <summary>Sends what is left, and commits.</summary>
    public async Task CommitAsync()
    {
        Rows.CounterRows.Add(this, _counts);
        Run("COMMIT");
        IsCommitting = true;
        await SendAsync().ConfigureAwait(false);
    }

    /// <summary>Undoes everything; a broken connection has done so already.</summary>
    public async Task RollbackAsync()
    {
        TakeSteps();
        if (!HasSent || Connection.FullState != System.Data.ConnectionState.Open)
            return;
        try
        {
            await using var rollback = new NpgsqlCommand("ROLLBACK", Connection);
            await rollback.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (NpgsqlException)
        {
            // What failed before is what the caller is told.
        }
    }

    private void TakeDrawn()
    {
        if (_drawn is null)
            return;
        Take(_drawn.Rows);
        _drawn = null;
    }
}
