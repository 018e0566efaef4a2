using ObsControlPlane.Benchmarks;
using ObsControlPlane.Benchmarks.Servers;

// Ratios only: subject and reference take turns in one run, so that a machine that slows down slows both.
if (args.Contains(HelloOnnx.Argument))
    return await HelloOnnx.RunAsync(args);
var options = BenchmarkOptions.Parse(args);
try
{
    await using var stand = options.OnServers ? await Stand.OpenAsync(options.Ocp) : null;
    return await RunAsync(options with { Stand = stand });
}
catch (StoresMissingException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 2;
}

static async Task<int> RunAsync(BenchmarkOptions options)
{
    await VectorsFile.MakeAsync(options);
    var table = new RatioTable();
    foreach (var benchmark in Cases.Of(options).Where(benchmark => options.Wants(benchmark)))
    {
        Console.Error.WriteLine($"{benchmark.Id}: {benchmark.What}");
        await benchmark.RunAsync(options, table);
        table.PrintLatest(Console.Error);
    }

    PreparedData.Delete();
    table.Print(Console.Out);
    return table.AllHold ? 0 : 1;
}
