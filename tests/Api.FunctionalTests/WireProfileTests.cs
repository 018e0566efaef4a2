using AutoMapper;
using ObsControlPlane.Api.Wire;

namespace ObsControlPlane.Api.FunctionalTests;

public sealed class WireProfileTests
{
    private static readonly MapperConfiguration Configuration = new(configuration => configuration.AddProfile<WireProfile>());

    [Test]
    public void Every_member_of_every_wire_record_has_a_source() => Configuration.AssertConfigurationIsValid();

    [Test]
    public void Every_map_with_members_has_a_depth()
    {
        var maps = AutoMapper.Internal.InternalApi.Internal(Configuration).GetAllTypeMaps().Where(map => map.PropertyMaps.Count > 0).ToList();

        Assert.That(maps, Has.Count.GreaterThan(30));
        Assert.That(maps.Where(map => map.MaxDepth is < 1 or > 8).Select(map => $"{map.SourceType.Name} to {map.DestinationType.Name}"), Is.Empty);
    }

    [Test]
    public void No_wire_record_refers_to_itself_directly_or_through_others()
    {
        var types = typeof(WireProfile).Assembly.GetTypes().Where(type => type.Namespace?.StartsWith("ObsControlPlane.Api.Wire", StringComparison.Ordinal) == true).ToList();

        Assert.That(types, Has.Count.GreaterThan(30));
        Assert.That(types.Where(type => Reaches(type, type, [])).Select(type => type.Name), Is.Empty);
        Assert.That(Reaches(typeof(Loop), typeof(Loop), []), "the search must find a loop");
    }

    private static bool Reaches(Type from, Type goal, HashSet<Type> seen) =>
        from.GetProperties().SelectMany(property => Parts(property.PropertyType)).Any(type => type == goal || (seen.Add(type) && Reaches(type, goal, seen)));

    private static IEnumerable<Type> Parts(Type type) => (type.IsGenericType ? type.GetGenericArguments() : [type])
        .SelectMany(part => part.IsGenericType ? Parts(part) : [part])
        .Where(part => part.Namespace?.StartsWith("ObsControlPlane", StringComparison.Ordinal) == true);

    private sealed record Loop(IReadOnlyList<Turn> Turns);

    private sealed record Turn(Loop? Back);
}
