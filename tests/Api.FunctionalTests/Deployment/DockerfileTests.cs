using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ObsControlPlane.Api.FunctionalTests.Deployment;

/// <summary>What the Dockerfile says; whether its steps work is tried by <see cref="ImageTests"/>.</summary>
public sealed class DockerfileTests
{
    private static readonly string Text = Checkout.Read("docker/Dockerfile");

    [Test]
    public void Every_base_image_names_a_patch()
    {
        var bases = Tags("FROM .*?(\\S+:\\S+)");

        Assert.That(bases, Has.Length.EqualTo(3).And.All.Match(@"^(mcr\.microsoft\.com/dotnet/\w+:10\.0|node:\d+\.\d+)\.\d+-\w+"));
    }

    [Test]
    public void The_sdk_is_one_that_global_json_takes()
    {
        var wanted = Version.Parse((string)JsonNode.Parse(Checkout.Read("global.json"))!["sdk"]!["version"]!);

        var sdk = Version.Parse(Tags(@"dotnet/sdk:([\d.]+)").Single());

        Assert.That((sdk.Major, sdk.Minor), Is.EqualTo((wanted.Major, wanted.Minor)));
        Assert.That(sdk, Is.GreaterThanOrEqualTo(wanted));
    }

    [Test]
    public void It_runs_as_a_user_with_a_number_that_is_not_root() => Assert.That(Text, Does.Match(@"(?m)^USER \$APP_UID$"));

    [TestCase(@"^EXPOSE 5555$")]
    [TestCase(@"^VOLUME /data$")]
    [TestCase(@"\bOCP_DATA=/data\b")]
    [TestCase(@"^HEALTHCHECK .*CMD \[""/app/ocp"", ""health""\]$")]
    [TestCase(@"^ENTRYPOINT \[""/app/ocp""\]$")]
    public void It_says(string pattern) => Assert.That(Text, Does.Match("(?m)" + pattern));

    private static string[] Tags(string pattern) => [.. Regex.Matches(Text, "(?m)^" + (pattern.StartsWith("FROM", StringComparison.Ordinal) ? "" : "FROM .*?") + pattern).Select(match => match.Groups[1].Value)];
}
