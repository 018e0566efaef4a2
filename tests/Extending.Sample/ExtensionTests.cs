using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts;

namespace ObsControlPlane.Extending.Sample;

/// <summary>The extension over HTTP, and its adapter held to the contract kit.</summary>
public sealed class ExtensionTests
{
    private string _folder = "";
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private static IEnumerable<TestCaseData> HostProbeContract =>
        ContractRun.TestsOf(typeof(IHostProbe)).Select(test => new TestCaseData(test).SetArgDisplayNames(test.Name));

    [OneTimeSetUp]
    public async Task Start()
    {
        _folder = Directory.CreateTempSubdirectory("ocp-extending-").FullName;
        Environment.SetEnvironmentVariable("OCP_DATA", _folder);
        _app = SampleProgram.Build("--urls=http://127.0.0.1:0", "--Stores:Mode=embedded");
        await _app.StartAsync();
        _client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        _client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Environment.SetEnvironmentVariable("OCP_DATA", null);
        Directory.Delete(_folder, recursive: true);
    }

    [Test]
    public async Task Its_use_case_answers_over_its_route()
    {
        await RememberAsync("queue grows", "restart the consumer", "kafka");
        await RememberAsync("disk full", "rotate the logs", "disk");

        var count = await _client.GetFromJsonAsync<JsonElement>(new Uri("/api/tags/kafka/count", UriKind.Relative));

        Assert.That(count.GetProperty("fixes").GetInt32(), Is.EqualTo(1));
    }

    [Test]
    public async Task Its_validator_refuses_with_the_problem_of_the_control_plane()
    {
        using var answer = await _client.GetAsync(new Uri("/api/tags/kafka/count?newest=201", UriKind.Relative));
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
            Assert.That(problem.GetProperty("type").GetString(), Is.EqualTo("/problems/validation"));
            Assert.That(problem.GetProperty("errors").GetProperty("newest")[0].GetString(), Does.Contain("between 1 and 200"));
        }
    }

    [Test]
    public void Its_adapter_takes_the_place_of_the_built_in_one() =>
        Assert.That(_app.Services.GetRequiredService<IHostProbe>(), Is.TypeOf<ProcessHostProbe>());

    [TestCaseSource(nameof(HostProbeContract))]
    public async Task Its_adapter_keeps_the_contract_of_the_port(ContractTest test) =>
        Assert.That(await ContractRun.FailureOfAsync(test, new ProcessProbeHarness()), Is.Null);

    private async Task RememberAsync(string issue, string solution, string tag)
    {
        using var answer = await _client.PostAsJsonAsync(new Uri("/api/fixes", UriKind.Relative), new { issue, solution, tags = new[] { tag } });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Created));
    }

    private sealed class ProcessProbeHarness() : Harness<IHostProbe>("process")
    {
        public override Task<IHostProbe> StartEmptyAsync() => Task.FromResult<IHostProbe>(new ProcessHostProbe(TimeProvider.System));
    }
}
