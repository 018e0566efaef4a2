namespace ObsControlPlane.Architecture.Tests;

/// <summary>Each rule over the sources as they stand, and over one bad file that it must find.</summary>
public sealed class SourceRuleTests
{
    private static readonly Dictionary<string, (Func<IEnumerable<SourceFile>, IEnumerable<string>> Rule, SourceFile Bad)> Rules = new()
    {
        ["Catch stands only in its rooms"] = (
            SourceRules.CatchOutsideItsRooms,
            new("src/Domain/Fixes/Fix.cs", "void M() { try { } catch (FormatException) { } }")),
        ["Nothing catches everything"] = (
            SourceRules.CatchOfEverything,
            new("src/Infrastructure/Sqlite/X.cs", "void M() { try { } catch (Exception e) { } }")),
        ["Domain and Application read no clock and no file"] = (
            SourceRules.ClockOrFile,
            new("src/Application/Fixes/X.cs", "var now = DateTime.UtcNow;")),
        ["AutoMapper stays at the edge"] = (
            SourceRules.AutoMapperOutsideWire,
            new("src/Application/Fixes/X.cs", "using AutoMapper;")),
        ["The mapping profile lives with the wire records"] = (
            SourceRules.ProfilesOutsideWire,
            new("src/Api/Endpoints/X.cs", "class Other : Profile { }")),
        ["Only Infrastructure names an adapter"] = (
            SourceRules.AdapterNamedOutside,
            new("src/Api/Endpoints/X.cs", "using ObsControlPlane.Infrastructure.Sqlite;")),
        ["No adapter names another"] = (
            SourceRules.AdapterNamesAdapter,
            new("src/Infrastructure/Postgres/X.cs", "using ObsControlPlane.Infrastructure.Sqlite;")),
        ["What relational stores share names none of them"] = (
            SourceRules.SharedRoomNamesStore,
            new("src/Infrastructure/Relational/X.cs", "using Npgsql;")),
        ["A use case is one file"] = (
            SourceRules.SliceOverSeveralFiles,
            new("src/Application/Fixes/X.cs", "class XHandler : IRequestHandler<YQuery, int> { }")),
    };

    private static IEnumerable<string> Names => Rules.Keys;

    [TestCaseSource(nameof(Names))]
    public void The_sources_keep_the_rule(string rule)
    {
        var files = Repository.Sources("src");

        Assert.That(files, Has.Count.GreaterThan(50), "the rule must look at the sources");
        Assert.That(Rules[rule].Rule(files), Is.Empty);
    }

    [Test]
    public void There_is_a_room_that_relational_stores_share() =>
        Assert.That(Repository.Sources("src/Infrastructure/Relational"), Is.Not.Empty, "its rule must look at something");

    [TestCaseSource(nameof(Names))]
    public void A_violation_is_found(string rule) =>
        Assert.That(Rules[rule].Rule([Rules[rule].Bad]), Is.Not.Empty);
}
