using System.CommandLine;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal;

/// <summary>What a verb works with.</summary>
/// <param name="Arguments">The parsed command line.</param>
/// <param name="Screen">Where it writes.</param>
/// <param name="Clock">The time.</param>
internal sealed record VerbContext(ParseResult Arguments, Screen Screen, TimeProvider Clock)
{
    /// <summary>True when standard output is for a program.</summary>
    public bool Json => Arguments.GetValue(GlobalOptions.Json);

    /// <summary>The way to the API: a given server, the one that owns the data folder, or the application in this process.</summary>
    /// <param name="ct">Cancels the attempt.</param>
    /// <returns>The connection; dispose it.</returns>
    public Task<ApiSession> ConnectAsync(CancellationToken ct) =>
        Connection.OpenAsync(
            Arguments.GetValue(GlobalOptions.Server), Arguments.GetValue(GlobalOptions.Key), Arguments.GetValue(GlobalOptions.Data), Screen, Clock, ct);

    /// <summary>Prints an answer: its bytes with <c>--json</c>, else what <paramref name="forPeople"/> makes of it.</summary>
    /// <param name="answer">A 2xx answer.</param>
    /// <param name="forPeople">Prints it for a person.</param>
    /// <param name="ct">Cancels the write.</param>
    /// <returns><see cref="ExitCodes.Done"/>.</returns>
    public async Task<int> PrintAsync(ApiAnswer answer, Action<Screen> forPeople, CancellationToken ct)
    {
        if (Json)
            await Screen.WriteJsonAsync(answer.Body, ct);
        else
            forPeople(Screen);
        return ExitCodes.Done;
    }
}
