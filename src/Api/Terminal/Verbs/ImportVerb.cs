using System.CommandLine;
using ObsControlPlane.Api.Terminal.Embedding;
using ObsControlPlane.Api.Terminal.Importing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Takes in files of fixes and exports.</summary>
internal sealed class ImportVerb : Verb
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Arity = ArgumentArity.OneOrMore,
        Description = "JSON lines, compressed by gzip or not; - reads standard input",
    };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait for the vectors; they are made while a server runs" };

    public ImportVerb()
        : base(
            "import",
            "Takes in fixes, one JSON object a line ({issue, solution, id?, source?, time?, success?, tags?}), or an export. A repeat changes nothing.",
            "ocp import runbooks.jsonl commands.jsonl.gz",
            "zcat backup.jsonl.gz | ocp import - --json")
    {
        Add(_files);
        Add(_noWait);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var files = context.Arguments.GetRequiredValue(_files);
        var total = TotalBytes(files);
        await using var session = await context.ConnectAsync(ct);
        await using var report = new ImportReport(context.Screen, context.Json);
        var importer = new Importer(session, report, context.Clock);
        await new ImportProgress(context.Screen, context.Clock, total).RunAsync(async progress =>
        {
            var before = 0L;
            foreach (var name in files)
            {
                await using var file = await SourceFile.OpenAsync(name, ct);
                await importer.ImportAsync(file, read => progress(before + read, report.Lines), ct);
                before += file.Position;
            }
        });
        if (report.Stored > 0 && !context.Arguments.GetValue(_noWait))
            await new VectorWait(session, context.Screen, context.Clock).RunAsync(ct);
        await report.EndAsync(ct);
        return report.Refused > 0 ? ExitCodes.Refused : ExitCodes.Done;
    }

    // All of them are looked at before the first is read: a misspelt name should not leave half an import behind.
    private long? TotalBytes(IReadOnlyList<string> files)
    {
        var missing = files.Where(name => name != "-" && !File.Exists(name)).Select(name => $"{name}: no such file").ToList();
        if (missing.Count > 0)
            throw new TerminalFailure(ExitCodes.Configuration, "Nothing was imported.", missing, $"Read `ocp {Name} --help`.");
        return files.Contains("-") ? null : files.Sum(name => new FileInfo(name).Length);
    }
}
