using System.Text.RegularExpressions;

namespace ObsControlPlane.Architecture.Tests;

/// <summary>Projects refer one way, and each is in the solution.</summary>
public sealed partial class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["src/Domain/Domain.csproj"] = [],
        ["src/Application/Application.csproj"] = ["Domain"],
        ["src/Infrastructure/Infrastructure.csproj"] = ["Application"],
        ["src/Api/Api.csproj"] = ["Application", "Infrastructure"],
        ["src/Client/Client.csproj"] = [],
        ["src/Agent/Agent.csproj"] = ["Client"],
    };

    private static readonly string[] ApplicationPackages =
    [
        "FluentValidation", "FluentValidation.DependencyInjectionExtensions", "MediatR", "Microsoft.Extensions.Logging.Abstractions",
        "Microsoft.Extensions.Options.DataAnnotations", "Microsoft.Extensions.Options.ConfigurationExtensions", "Scrutor",
    ];

    [TestCaseSource(nameof(AllowedProjects))]
    public void A_project_refers_exactly_to_what_lies_below_it(string project) =>
        Assert.That(References(Repository.Read(project)), Is.EquivalentTo(Allowed[project]));

    [Test]
    public void A_forbidden_reference_is_found() =>
        Assert.That(References("""<ProjectReference Include="../Infrastructure/Infrastructure.csproj" />"""), Is.Not.EquivalentTo(Allowed["src/Domain/Domain.csproj"]));

    [Test]
    public void Every_project_in_src_has_a_rule() =>
        Assert.That(Repository.Projects().Where(path => path.StartsWith("src/", StringComparison.Ordinal)), Is.EquivalentTo(Allowed.Keys));

    [Test]
    public void Domain_has_no_package() =>
        Assert.That(Packages(Repository.Read("src/Domain/Domain.csproj")), Is.Empty);

    [Test]
    public void Application_has_only_the_packages_of_its_list() =>
        Assert.That(Packages(Repository.Read("src/Application/Application.csproj")), Is.SubsetOf(ApplicationPackages).And.Not.Empty);

    [Test]
    public void A_package_of_a_store_in_Application_is_found() =>
        Assert.That(Packages("""<PackageReference Include="Microsoft.Data.Sqlite" />"""), Is.Not.SubsetOf(ApplicationPackages));

    [Test]
    public void Every_project_on_disk_is_in_the_solution()
    {
        var solution = Repository.Read("ObsControlPlane.sln").Replace('\\', '/');
        var projects = Repository.Projects();

        Assert.That(projects, Has.Count.GreaterThan(8));
        Assert.That(projects.Where(path => !solution.Contains($"\"{path}\"", StringComparison.Ordinal)), Is.Empty);
    }

    private static string[] AllowedProjects() => [.. Allowed.Keys];

    private static IEnumerable<string> References(string project) =>
        ReferenceElement().Matches(project).Select(match => match.Groups["name"].Value);

    private static IEnumerable<string> Packages(string project) =>
        PackageElement().Matches(project).Select(match => match.Groups["name"].Value);

    [GeneratedRegex("""<ProjectReference Include="[^"]*?(?<name>[^/\\"]+)\.csproj" """)]
    private static partial Regex ReferenceElement();

    [GeneratedRegex("""<PackageReference Include="(?<name>[^"]+)" """)]
    private static partial Regex PackageElement();
}
