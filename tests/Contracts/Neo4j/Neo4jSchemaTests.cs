using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Neo4j;
using ObsControlPlane.Infrastructure.Neo4j.Schema;

namespace ObsControlPlane.Contracts.Neo4j;

/// <summary>Indexes and constraints are made once, by as many as there are, and are what they should be.</summary>
[TestFixture]
public sealed class Neo4jSchemaTests
{
    private static Neo4jSchema Schema => SharedNeo4j.Schema;

    [SetUp]
    public Task Require() => SharedNeo4j.RequireAsync();

    [TearDown]
    public async Task Restore()
    {
        if (await SharedNeo4j.WhyUnavailableAsync() is not null)
            return;
        await RunAsync("DROP INDEX fix_success IF EXISTS");
        await Schema.CreateAsync(CancellationToken.None);
    }

    [Test]
    public async Task Making_it_again_changes_nothing()
    {
        await Schema.CreateAsync(CancellationToken.None);
        await Schema.CreateAsync(CancellationToken.None);

        Assert.That(await Schema.WhyWrongAsync(CancellationToken.None), Is.Empty);
    }

    [Test]
    public async Task Many_may_make_it_at_once()
    {
        foreach (var element in SchemaElement.All)
            await RunAsync($"DROP {(element.IsConstraint ? "CONSTRAINT" : "INDEX")} {element.Name}");
        Assert.That(await Schema.WhyWrongAsync(CancellationToken.None), Has.Count.EqualTo(SchemaElement.All.Count));

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Schema.CreateAsync(CancellationToken.None)));

        Assert.That(await Schema.WhyWrongAsync(CancellationToken.None), Is.Empty);
    }

    [TestCase("CREATE INDEX fix_success FOR (n:Elsewhere) ON (n.success)")]
    [TestCase("CREATE INDEX fix_success FOR (n:Fix) ON (n.other)")]
    [TestCase("CREATE TEXT INDEX fix_success FOR (n:Fix) ON (n.success)")]
    public async Task A_name_that_is_taken_is_an_error_that_says_so(string taken)
    {
        await RunAsync("DROP INDEX fix_success");
        await RunAsync(taken);

        Assert.That(
            () => Schema.CreateAsync(CancellationToken.None),
            Throws.InstanceOf<StartupException>().With.Message.Contains("fix_success").And.Property(nameof(StartupException.ExitCode)).EqualTo(StartupException.StoreUnusable));
    }

    [Test]
    public async Task A_name_that_a_constraint_has_is_an_error_that_says_so()
    {
        await RunAsync("DROP INDEX fix_success");
        await RunAsync("CREATE CONSTRAINT fix_success FOR (n:Elsewhere) REQUIRE n.x IS UNIQUE");
        try
        {
            Assert.That(() => Schema.CreateAsync(CancellationToken.None), Throws.InstanceOf<StartupException>().With.Message.Contains("fix_success"));
        }
        finally
        {
            await RunAsync("DROP CONSTRAINT fix_success");
        }
    }

    [Test]
    public async Task An_index_that_failed_is_an_error_that_says_so()
    {
        await RunAsync("DROP INDEX agent_status");
        await RunAsync($"CREATE (:Agent {{name: 'a', status: '{Noise(40_000)}'}})");
        try
        {
            Assert.That(() => Schema.CreateAsync(CancellationToken.None), Throws.InstanceOf<StartupException>().With.Message.Contains("agent_status is FAILED"));
        }
        finally
        {
            await RunAsync("MATCH (a:Agent) DELETE a");
            await RunAsync("DROP INDEX agent_status");
        }
    }

    [Test]
    public async Task Data_that_breaks_a_constraint_is_an_error_that_says_so()
    {
        await RunAsync("DROP CONSTRAINT issue_fingerprint");
        await RunAsync("CREATE (:Issue {fingerprint: 'f'}), (:Issue {fingerprint: 'f'})");
        try
        {
            Assert.That(() => Schema.CreateAsync(CancellationToken.None), Throws.InstanceOf<StartupException>().With.Message.Contains("issue_fingerprint"));
        }
        finally
        {
            await RunAsync("MATCH (i:Issue) DELETE i");
        }
    }

    [Test]
    public async Task Nodes_are_counted()
    {
        var before = await Schema.CountAsync(CancellationToken.None);
        await RunAsync("CREATE (:Fix {id: 'x'}), (:Agent {name: 'y'}), (:Elsewhere)");
        var counts = await Schema.CountAsync(CancellationToken.None);
        await RunAsync("MATCH (n:Elsewhere) DELETE n");

        Assert.That((counts.Nodes - before.Nodes, counts.Fixes, counts.Agents), Is.EqualTo((3L, 1L, 1L)));
    }

    // Nothing that could be packed: the index compresses what it can.
    private static string Noise(int length)
    {
        var random = new Random(1);
        return string.Concat(Enumerable.Range(0, length).Select(_ => (char)random.Next('a', 'z' + 1)));
    }

    private static Task<IReadOnlyList<int>> RunAsync(string text) =>
        SharedNeo4j.Client.RunAsync(new CypherStatement("change the schema", text, Writes: true), new { }, _ => 0, CancellationToken.None);
}
