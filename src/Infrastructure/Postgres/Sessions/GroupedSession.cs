using Npgsql;

namespace ObsControlPlane.Infrastructure.Postgres.Sessions;

/// <summary>
/// The session of one of several writes that share a transaction. What it gathers is sent together with what the others gathered; it waits for no lock,
/// because all the others would wait with it.
/// </summary>
/// <param name="group">The group it belongs to.</param>
/// <param name="connection">The group's connection.</param>
/// <param name="makesVectors">Whether an embedder is configured, so that records get vectors.</param>
/// <param name="now">Our clock, epoch milliseconds.</param>
/// <param name="ct">Ends the group.</param>
internal sealed class GroupedSession(WriteGroup group, NpgsqlConnection connection, bool makesVectors, long now, CancellationToken ct)
    : WriteSession(connection, makesVectors, now, ct)
{
    private readonly List<string> _asked = [];
    private readonly List<Asked<TriedName>> _found = [];
    private TaskCompletionSource _waits = NewSignal();
    private TaskCompletionSource? _answered;

    /// <summary>Completes when it has gathered something that is to be sent.</summary>
    public Task Waits => _waits.Task;

    /// <summary>Revisions it wants with the next answer.</summary>
    public int Wanted { get; private set; }

    /// <summary>True when it changed something already, in statements that were sent.</summary>
    public bool HasWritten { get; private set; }

    /// <summary>Names it wants to hold before what it gathered is asked.</summary>
    public IReadOnlyList<string> Names => _asked;

    /// <inheritdoc/>
    protected override bool HasGathered => base.HasGathered || Wanted > 0 || _asked.Count > 0;

    /// <summary>Gathers the holding of names that no other transaction holds.</summary>
    public static Asked<TriedName> AskHeld(PostgresSession session, string[] names) => AskHeld(session, "SELECT unnest($1) AS n", names);

    /// <inheritdoc/>
    public override void Lock(params string[] names) => _asked.AddRange(names);

    /// <inheritdoc/>
    public override void LockFound(string names, params Arg[] values) => _found.Add(AskHeld(this, names, values));

    /// <inheritdoc/>
    public override void ClaimRow(Guid record)
    {
        if (!group.Claims(this, record.ToString()))
            throw new PostponedException(isElsewhere: false);
    }

    /// <inheritdoc/>
    public override void DrawRevisions(int count = RevisionsAtOnce) => Wanted += count;

    /// <summary>Takes what it gathered to be sent with the others'.</summary>
    public Step[] TakeForSending()
    {
        var steps = TakeSteps();
        HasWritten |= steps.Any(step => !step.OnlyReads);
        _asked.Clear();
        return steps;
    }

    /// <summary>What became of the names that only the server knew.</summary>
    public List<TriedName> TakeFound()
    {
        var names = _found.SelectMany(asked => asked.Rows).ToList();
        _found.Clear();
        return names;
    }

    /// <summary>What it asked was answered: goes on until it asks again or ends.</summary>
    /// <param name="revisions">As many as it wanted.</param>
    public void GoOn(IEnumerable<long> revisions)
    {
        Take(revisions);
        Wanted = 0;
        Answered().SetResult();
    }

    /// <summary>Ends it with an exception where it waits, if it waits.</summary>
    public void Stop(Exception exception)
    {
        if (_answered is not null)
            Answered().SetException(exception);
    }

    /// <inheritdoc/>
    protected override Task DeliverAsync()
    {
        var answered = _answered = new TaskCompletionSource();
        _waits.SetResult();
        return answered.Task;
    }

    private static Asked<TriedName> AskHeld(PostgresSession session, string names, params Arg[] values) => session.Ask(
        $"SELECT n, pg_try_advisory_xact_lock(hashtextextended(n, 0)) FROM ({names}) f", row => new TriedName(row.GetString(0), row.GetBoolean(1)), values);

    private TaskCompletionSource Answered()
    {
        var answered = _answered!;
        (_answered, _waits) = (null, NewSignal());
        return answered;
    }

    // Its waiter goes on elsewhere; the session's own code goes on where the answer was taken, in the order of the group.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

/// <summary>A name, and whether it is held now.</summary>
internal readonly record struct TriedName(string Name, bool IsHeld);

/// <summary>A write must be made in a later group.</summary>
/// <param name="isElsewhere">True when another transaction holds what it needs, false when another write of its group does.</param>
internal sealed class PostponedException(bool isElsewhere) : Exception("Another write holds what this one needs.")
{
    /// <summary>Whether another transaction holds what it needs.</summary>
    public bool IsElsewhere => isElsewhere;
}
