using System.Text.Json;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal.Graph;

/// <summary>Begins a task over the whole graph and waits for its end, telling on standard error how far it is.</summary>
/// <param name="session">The API.</param>
/// <param name="context">Screen and clock.</param>
internal sealed class GraphTaskWait(ApiSession session, VerbContext context)
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Telling = TimeSpan.FromSeconds(5);

    /// <summary>Begins it.</summary>
    /// <param name="path">Its route.</param>
    /// <param name="query">Its query string with the question mark, or empty.</param>
    /// <param name="waits">Whether to wait for its end.</param>
    /// <param name="ct">Gives up waiting; it goes on in a server.</param>
    /// <returns>The task's last answer.</returns>
    public async Task<ApiAnswer> RunAsync(string path, string query, bool waits, CancellationToken ct)
    {
        var answer = await session.SendAsync(HttpMethod.Post, path + query, null, ct);
        for (var told = context.Clock.GetTimestamp(); waits && IsRunning(answer.Json);)
        {
            await Task.Delay(Look, context.Clock, ct);
            answer = await session.SendAsync(HttpMethod.Get, path, null, ct);
            if (!IsRunning(answer.Json) || context.Clock.GetElapsedTime(told) < Telling)
                continue;
            told = context.Clock.GetTimestamp();
            context.Screen.Note($"{JsonView.Grouped(answer.Json.Count("done"))} of {JsonView.Grouped(answer.Json.Count("total"))}");
        }

        return answer;
    }

    /// <summary>The exit code that a task's last answer means.</summary>
    /// <param name="task">The answer.</param>
    /// <param name="printed">The exit code of having printed it.</param>
    public static int Code(JsonElement task, int printed) => task.Text("state") == "failed" ? ExitCodes.Unreachable : printed;

    /// <summary>Says how the task ended, when it failed or goes on.</summary>
    public static void PrintEnd(Screen screen, JsonElement task)
    {
        if (task.Text("failure") is { } failure)
            screen.Note(failure);
        else if (IsRunning(task))
            screen.Note("It goes on in the server.");
    }

    private static bool IsRunning(JsonElement task) => task.Text("state") == "running";
}
