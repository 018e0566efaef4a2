using Npgsql;

namespace ObsControlPlane.Infrastructure.Postgres.Sessions;

/// <summary>
/// Several writes in one transaction. They go in step: what each of them asks next is sent in one round trip for all, in their order, and all they change
/// is committed by one flush. No two of a group hold the same name or change the same fix, so each finds what it would find alone.
/// </summary>
/// <param name="connection">The connection; the caller's.</param>
/// <param name="makesVectors">Whether an embedder is configured, so that records get vectors.</param>
/// <param name="now">Our clock, epoch milliseconds.</param>
/// <param name="ct">Ends the group.</param>
internal sealed class WriteGroup(NpgsqlConnection connection, bool makesVectors, long now, CancellationToken ct)
{
    private readonly WriteSession _wire = new(connection, makesVectors, now, ct);
    private readonly Dictionary<string, GroupedSession> _claims = new(StringComparer.Ordinal);
    private readonly List<Member> _members = [];

    /// <summary>True once the commit was sent: whether it happened is then the server's to know.</summary>
    public bool IsCommitting => _wire.IsCommitting;

    /// <summary>True when something was changed that others follow.</summary>
    public bool HasChanged { get; private set; }

    /// <summary>Makes all writes, and commits.</summary>
    /// <param name="writes">The writes, in their order.</param>
    /// <returns>For each what became of it, in their order: null when it is committed, else why it is not (<see cref="PostponedException"/> for a later group).</returns>
    /// <exception cref="GroupFailedException">One of them failed so that the transaction cannot go on: each must be made alone.</exception>
    public async Task<IReadOnlyList<Exception?>> RunAsync(IReadOnlyList<Func<WriteSession, Task>> writes)
    {
        try
        {
            _wire.Begin();
            // One row that another transaction holds must not hold up all of them.
            _wire.Run("SET LOCAL lock_timeout = 200");
            foreach (var write in writes)
                _members.Add(Member.Begin(new GroupedSession(this, connection, makesVectors, now, ct), write));
            while (await NextAsync().ConfigureAwait(false) is { Count: > 0 } waiting)
                await AskAsync(waiting).ConfigureAwait(false);
            await CommitAsync().ConfigureAwait(false);
            return [.. _members.Select(member => member.Failure)];
        }
        finally
        {
            // Whoever waits still waits for an answer that does not come.
            foreach (var member in _members)
                member.Session.Stop(new PostponedException(isElsewhere: false));
        }
    }

    /// <summary>Undoes everything; a broken connection has done so already.</summary>
    public Task RollbackAsync() => _wire.RollbackAsync();

    /// <summary>Notes what a write holds or changes.</summary>
    /// <returns>False when another one of the group does.</returns>
    public bool Claims(GroupedSession session, string name)
    {
        if (_claims.TryGetValue(name, out var owner))
            return owner == session;
        _claims.Add(name, session);
        return true;
    }

    /// <summary>The writes that wait for an answer, when each of the others has ended.</summary>
    private async Task<List<Member>> NextAsync()
    {
        List<Member> waiting = [];
        foreach (var member in _members.Where(member => !member.Running.IsCompleted))
        {
            await Task.WhenAny(member.Running, member.Session.Waits).ConfigureAwait(false);
            if (!member.Running.IsCompleted)
                waiting.Add(member);
        }

        if (_members.Any(member => member.Failure is not null && member.Session.HasWritten))
            throw new GroupFailedException();
        // A name that one asks for who is postponed is taken too: whoever asks for it later must stay behind it.
        return [.. waiting.Where(member => GoesOn(member.Session, member.Session.Names.Aggregate(true, (free, name) => Claims(member.Session, name) && free), isElsewhere: false))];
    }

    private async Task AskAsync(List<Member> waiting)
    {
        List<(GroupedSession Session, HashSet<string> Names, int Wanted)> asking =
            [.. waiting.Select(member => (member.Session, member.Session.Names.ToHashSet(StringComparer.Ordinal), member.Session.Wanted))];
        string[] names = [.. asking.SelectMany(one => one.Names)];
        var tried = names.Length == 0 ? null : GroupedSession.AskHeld(_wire, names);
        foreach (var step in waiting.SelectMany(member => member.Session.TakeForSending()))
            _wire.Add(step);
        // Drawn last, when all names are held: see NextRevisionAsync.
        var wanted = asking.Sum(one => one.Wanted);
        var drawn = wanted == 0 ? null : _wire.AskRevisions(wanted);
        await _wire.SendAsync().ConfigureAwait(false);
        var missed = tried?.Rows.Where(name => !name.IsHeld).Select(name => name.Name).ToHashSet(StringComparer.Ordinal) ?? [];
        var revisions = new Queue<long>(drawn?.Rows ?? []);
        foreach (var (session, own, count) in asking)
        {
            List<long> given = [.. Enumerable.Range(0, count).Select(_ => revisions.Dequeue())];
            var found = session.TakeFound();
            var isElsewhere = own.Overlaps(missed) || found.Exists(name => !name.IsHeld);
            var isFree = found.Aggregate(!isElsewhere, (free, name) => Claims(session, name.Name) && free);
            if (GoesOn(session, isFree, isElsewhere))
                session.GoOn(given);
        }
    }

    private async Task CommitAsync()
    {
        var done = _members.Where(member => member.Failure is null).Select(member => member.Session).ToList();
        if (done.Count == 0 && !_wire.HasSent)
            return;
        foreach (var session in done)
        {
            foreach (var step in session.TakeSteps())
                _wire.Add(step);
            foreach (var (name, by) in session.Counts)
                _wire.Count(name, by);
            HasChanged |= session.HasChanged;
        }

        await _wire.CommitAsync().ConfigureAwait(false);
    }

    // One that only read leaves nothing behind but locks, which end with the group.
    private static bool GoesOn(GroupedSession session, bool isFree, bool isElsewhere)
    {
        if (isFree)
            return true;
        if (session.HasWritten)
            throw new GroupFailedException();
        session.Stop(new PostponedException(isElsewhere));
        return false;
    }

    /// <summary>A write of the group.</summary>
    private sealed record Member(GroupedSession Session, Task Running)
    {
        /// <summary>Why it ended without having been made; null when it was made.</summary>
        public Exception? Failure => Running.IsFaulted ? Running.Exception.InnerException : Running.IsCanceled ? new OperationCanceledException() : null;

        public static Member Begin(GroupedSession session, Func<WriteSession, Task> write) => new(session, RunAsync(session, write));

        // An exception at its beginning is the write's own, not the group's.
        private static async Task RunAsync(GroupedSession session, Func<WriteSession, Task> write) => await write(session).ConfigureAwait(false);
    }
}

/// <summary>A group's transaction cannot go on; its writes must be made one by one.</summary>
internal sealed class GroupFailedException(Exception? inner = null) : Exception("The transaction of a group cannot go on.", inner);
