using System.CommandLine;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Asks a running server how it is; made for container health checks.</summary>
internal sealed class HealthVerb : Verb
{
    private readonly Option<string?> _url = new("--url") { HelpName = "URL", Description = "The server; else the one on the data folder, else ASPNETCORE_URLS, else port 5555 here" };

    public HealthVerb()
        : base("health", "Asks a running server how it is: exit code 0 when it is healthy or degraded, 1 otherwise.", "ocp health", "ocp health --url http://ops:5555")
    {
        Add(_url);
    }

    /// <inheritdoc/>
    public override async Task<int> RunAsync(VerbContext context, CancellationToken ct)
    {
        var url = context.Arguments.GetValue(_url) ?? context.Arguments.GetValue(GlobalOptions.Server);
        var key = context.Arguments.GetValue(GlobalOptions.Key);
        await using var session = url is null ? Connection.ToRunningServer(context.Arguments.GetValue(GlobalOptions.Data), key) : Connection.ToServer(url, key);
        var answer = await AskAsync(session, ct);
        if (answer is null)
        {
            context.Screen.Note($"No server answers at {session.Name}.");
            return ExitCodes.Refused;
        }
        await context.PrintAsync(answer, screen => Print(screen, answer), ct);
        return answer.Status == StatusCodes.Status200OK ? ExitCodes.Done : ExitCodes.Refused;
    }

    // For a health check a server that cannot be reached is an answer, not a failure of the check.
    private static async Task<ApiAnswer?> AskAsync(ApiSession session, CancellationToken ct)
    {
        try
        {
            return await session.ProbeAsync("/health", ct);
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    private static void Print(Screen screen, ApiAnswer answer)
    {
        screen.Line(answer.Json.Text("status") ?? $"status {answer.Status}");
        if (answer.Json.Member("checks") is not { ValueKind: System.Text.Json.JsonValueKind.Object } checks)
            return;
        var table = screen.NewTable("check", "status", "value", "message");
        foreach (var check in checks.EnumerateObject())
        {
            var value = check.Value.Text("value") is { } measured ? $"{measured} {check.Value.Text("unit")}" : null;
            table.AddPlainRow(check.Name, check.Value.Text("status"), value, check.Value.Text("message") ?? "");
        }
        screen.Table(table);
    }
}
