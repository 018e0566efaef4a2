using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Neo4j.Query;
using ObsControlPlane.Infrastructure.Neo4j.Schema;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>Creates the indexes and constraints and looks whether they are what they should be. May be repeated, and run on every replica at once.</summary>
/// <param name="client">The client.</param>
internal sealed class Neo4jSchema(Neo4jQueryClient client) : IDisposable
{
    private const int OnlineSeconds = 300;

    // Two that create at once may each meet the other's lock; one of them goes on.
    private const int Tries = 10;

    private static readonly CypherStatement Await = new("wait for the graph's indexes", "CALL db.awaitIndexes($seconds)")
    {
        Deadline = TimeSpan.FromSeconds(OnlineSeconds + 10),
    };

    // Subqueries that name what they take, which most statements here are made of, came with this one.
    private static readonly Version Oldest = new(5, 23);

    private static readonly CypherStatement Versions = new(
        "read the graph's version", "CALL dbms.components() YIELD name, versions WHERE name = 'Neo4j Kernel' RETURN versions[0]");

    private static readonly CypherStatement Counting = new(
        "count the graph's nodes", "RETURN COUNT { MATCH () } AS nodes, COUNT { MATCH (:Fix) } AS fixes, COUNT { MATCH (:Agent) } AS agents");

    private readonly SemaphoreSlim _gate = new(1);
    private volatile bool _isEnsured;

    /// <summary>Whether <see cref="EnsureAsync"/> found the schema to be what it should be.</summary>
    public bool IsEnsured => _isEnsured;

    /// <summary>Creates the schema once for this process: nothing must be written without its constraints, or one record becomes two nodes.</summary>
    /// <param name="ct">Cancels waiting.</param>
    /// <exception cref="StoreUnavailableException">The server failed; or cannot be used, and a <see cref="StartupException"/> inside says why.</exception>
    public async Task EnsureAsync(CancellationToken ct)
    {
        if (_isEnsured)
            return;
        await _gate.WaitAsync(ct).ConfigureAwait(false);
        try
        {
            if (!_isEnsured)
                await CreateAsync(ct).ConfigureAwait(false);
            _isEnsured = true;
        }
        catch (StartupException exception)
        {
            throw new StoreUnavailableException("graph", "be set up", transient: false, exception);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Creates what is missing, waits until all indexes serve, and verifies each.</summary>
    /// <param name="ct">Cancels waiting.</param>
    /// <exception cref="StartupException">
    /// The server is too old, a name is taken by something else, an index failed, or the data breaks a constraint (exit code 4).
    /// </exception>
    /// <exception cref="StoreUnavailableException">The server failed.</exception>
    public async Task CreateAsync(CancellationToken ct)
    {
        await RefuseOldAsync(ct).ConfigureAwait(false);
        foreach (var element in SchemaElement.All)
            await CreateAsync(element, ct).ConfigureAwait(false);
        await AwaitAsync(ct).ConfigureAwait(false);
        if (await WhyWrongAsync(ct).ConfigureAwait(false) is { Count: > 0 } wrong)
            throw Unusable(string.Join("; ", wrong) + ".");
    }

    /// <summary>What is wrong with the schema.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>A clause for each element that is missing, not what it should be, or does not serve; empty when all is well.</returns>
    public async Task<IReadOnlyList<string>> WhyWrongAsync(CancellationToken ct)
    {
        var indexes = await client.RunAsync(FoundElement.Indexes, new { }, FoundElement.Read, ct).ConfigureAwait(false);
        var constraints = await client.RunAsync(FoundElement.Constraints, new { }, FoundElement.Read, ct).ConfigureAwait(false);
        return [.. SchemaElement.All.Select(wanted => WhyWrong(wanted, indexes, constraints)).OfType<string>()];
    }

    /// <summary>How many nodes there are.</summary>
    /// <param name="ct">Cancels the read.</param>
    /// <returns>All nodes, fixes, agents; agents that only told something and never registered included.</returns>
    public async Task<NodeCounts> CountAsync(CancellationToken ct) => (await client.RunAsync(
        Counting, new { }, row => new NodeCounts(row[0].GetInt64(), row[1].GetInt64(), row[2].GetInt64()), ct).ConfigureAwait(false)).Single();

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static string? WhyWrong(SchemaElement wanted, IReadOnlyList<FoundElement> indexes, IReadOnlyList<FoundElement> constraints)
    {
        var found = (wanted.IsConstraint ? constraints : indexes).FirstOrDefault(element => element.Name == wanted.Name);
        if (found?.WhyNot(wanted) is { } wrong)
            return wrong;
        if (found is not null)
        {
            // A constraint's index has the constraint's name and a state of its own.
            var serving = indexes.FirstOrDefault(index => index.Name == wanted.Name);
            return serving is { State: "ONLINE" } ? null : $"the index of {wanted.Name} is {serving?.State ?? "missing"}";
        }

        var taken = indexes.Concat(constraints).FirstOrDefault(element => element.Name == wanted.Name);
        return taken is null ? $"{wanted.Name} is missing" : taken.WhyNot(wanted);
    }

    private async Task CreateAsync(SchemaElement element, CancellationToken ct)
    {
        var statement = new CypherStatement($"create {element.Name}", element.Creation, Writes: true) { Deadline = TimeSpan.FromSeconds(OnlineSeconds) };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.RunAsync(statement, new { }, _ => 0, ct).ConfigureAwait(false);
                return;
            }
            catch (StoreUnavailableException exception) when (exception.InnerException is Neo4jException { Code: { } code } && IsTaken(code))
            {
                // What it is that exists is looked at when all has been tried.
                return;
            }
            catch (StoreUnavailableException exception) when (exception.InnerException is Neo4jException { Kind: Neo4jFaultKind.Busy } && attempt < Tries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), ct).ConfigureAwait(false);
            }
            catch (StoreUnavailableException exception)
                when (exception.InnerException is Neo4jException { Code: "Neo.DatabaseError.Schema.ConstraintCreationFailed" } cause)
            {
                throw Unusable($"The constraint {element.Name} cannot be created, because the data breaks it.", cause);
            }
        }
    }

    private async Task RefuseOldAsync(CancellationToken ct)
    {
        var said = string.Concat(await client.RunAsync(Versions, new { }, row => row[0].GetString()!, ct).ConfigureAwait(false));

        // What follows the numbers, such as -aura, does not count.
        if (Version.TryParse(new string([.. said.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]), out var version) && version < Oldest)
        {
            throw new StartupException(
                StartupException.StoreUnusable, "The graph cannot be used as it is.", $"The server is Neo4j {said}.", $"Use Neo4j {Oldest} or newer.");
        }
    }

    private async Task AwaitAsync(CancellationToken ct)
    {
        try
        {
            await client.RunAsync(Await, new { seconds = OnlineSeconds }, _ => 0, ct).ConfigureAwait(false);
        }
        catch (StoreUnavailableException exception) when (exception.IsRefusal)
        {
            // An index failed, or takes longer; which one is said by looking at each.
        }
    }

    private static bool IsTaken(string code) => code is "Neo.ClientError.Schema.EquivalentSchemaRuleAlreadyExists"
        or "Neo.ClientError.Schema.IndexAlreadyExists" or "Neo.ClientError.Schema.ConstraintAlreadyExists"
        or "Neo.ClientError.Schema.IndexWithNameAlreadyExists" or "Neo.ClientError.Schema.ConstraintWithNameAlreadyExists";

    private static StartupException Unusable(string why, Exception? inner = null) => new(
        StartupException.StoreUnusable, "The graph cannot be used as it is.", why, "Drop or rename what is in the way, or use a database of its own.", inner);
}
