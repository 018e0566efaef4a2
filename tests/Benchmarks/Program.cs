using ObsControlPlane.Benchmarks;

// Ratios only: subject and reference take turns in one run, so that a machine that slows down slows both.
var options = BenchmarkOptions.Parse(args);
var table = new RatioTable();
foreach (var benchmark in Cases.All.Where(benchmark => options.Wants(benchmark.Id)))
{
    Console.Error.WriteLine($"{benchmark.Id}: {benchmark.What}");
    await benchmark.RunAsync(options, table);
}

table.Print(Console.Out);
return table.AllHold ? 0 : 1;
