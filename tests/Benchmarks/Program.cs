using ObsControlPlane.Benchmarks;

// Ratios only: subject and reference take turns in one run, so that a machine that slows down slows both.
if (args.Contains(HelloOnnx.Argument))
    return await HelloOnnx.RunAsync(args);
var options = BenchmarkOptions.Parse(args);
await VectorsFile.MakeAsync(options);
var table = new RatioTable();
foreach (var benchmark in Cases.All.Where(benchmark => options.Wants(benchmark)))
{
    Console.Error.WriteLine($"{benchmark.Id}: {benchmark.What}");
    await benchmark.RunAsync(options, table);
    table.PrintLatest(Console.Error);
}

PreparedData.Delete();
table.Print(Console.Out);
return table.AllHold ? 0 : 1;
