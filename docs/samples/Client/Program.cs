using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Client;

var services = new ServiceCollection();
services.AddObsControlPlane(new Uri(args.Length > 0 ? args[0] : "http://localhost:5555"));
await using var provider = services.BuildServiceProvider();
var ocp = provider.GetRequiredService<ObsControlPlaneClient>();

var receipt = await ocp.RememberFixAsync(new FixReport("nginx answers 502", "restart php-fpm", Success: true, Agent: "web-bot"));
var answer = await ocp.RecallFixesAsync("nginx answers 502");
foreach (var hit in answer.Results)
    Console.WriteLine($"{hit.Score:0.00} {hit.Solution}");

await ocp.ReportOutcomeAsync(receipt.Id, new OutcomeReport("worked", new Evidence("verified"), RecallId: answer.RecallId));
