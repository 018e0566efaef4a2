using System.Text.Json;
using ObsControlPlane.Api.Hosting;
using ObsControlPlane.Api.Terminal.Connecting;
using ObsControlPlane.Api.Terminal.Printing;

namespace ObsControlPlane.Api.Terminal;

/// <summary>How the program ends when it cannot do what was asked: three lines on standard error, and an exit code.</summary>
internal static class Endings
{
    // EPIPE: the reader of our output, as `head`, has seen enough.
    private const int ClosedPipe = 32;

    /// <summary>Whether an exception can be told about: any but those after which the process cannot be trusted to write a line.</summary>
    /// <param name="end">What was thrown.</param>
    /// <returns>True when <see cref="TellAsync"/> can say something.</returns>
    public static bool CanTell(Exception end) => end is not (OutOfMemoryException or InsufficientExecutionStackException);

    /// <summary>Says what happened.</summary>
    /// <param name="end">What was thrown.</param>
    /// <param name="screen">Where to.</param>
    /// <param name="json">Whether standard output belongs to a program, which then gets the API's problem document.</param>
    /// <param name="signal">The exit code that a signal asks for, or null.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> TellAsync(Exception end, Screen screen, bool json, int? signal)
    {
        if (end is OperationCanceledException && signal is { } asked)
            return asked;
        if (end is IOException && end.HResult == ClosedPipe)
            return ExitCodes.Done;
        if (end is ApiRefusal refusal && json && refusal.Answer.Body.Length > 0)
            await screen.WriteJsonAsync(refusal.Answer.Body, CancellationToken.None);
        var failure = ToFailure(end);
        screen.Fail(failure.Message, failure.Why, failure.Remedy);
        if (ReferenceEquals(failure.InnerException, end))
            screen.Trace(end);
        return failure.ExitCode;
    }

    private static TerminalFailure ToFailure(Exception end) => end switch
    {
        TerminalFailure known => known,
        ApiRefusal refused => refused.ToFailure(),
        _ when StartupFailure.Of(end) is { } startup => new TerminalFailure(startup.ExitCode, startup.What, startup.Why, startup.Remedy),
        HttpRequestException unreachable => new TerminalFailure(
            ExitCodes.Unreachable, "The server did not answer.", unreachable.Message, "Check that it runs and that --server names it; `ocp health` tells."),
        OperationCanceledException => new TerminalFailure(
            ExitCodes.Unreachable, "The server did not answer.", "It took longer than a request may take.", "Try again; `ocp health` tells how it is."),
        HttpIOException cut => new TerminalFailure(
            ExitCodes.Refused, "The answer broke off.", cut.Message, "Try again; if it breaks off again, the log of the server names what could not be read."),
        JsonException broken => new TerminalFailure(
            ExitCodes.Refused, "The answer could not be read.", broken.Message, "Check that --server names a server of this product, of the same version."),
        InvalidDataException broken => new TerminalFailure(
            ExitCodes.Refused, "The compressed file is not whole.", broken.Message, "Make or copy it anew; what was taken in so far stays."),
        IOException or UnauthorizedAccessException => new TerminalFailure(
            ExitCodes.Refused, "A file could not be read or written.", end.Message, "Check the path, the space and the permissions."),
        _ => new TerminalFailure(
            ExitCodes.Refused, "The program failed unexpectedly.", [$"{end.GetType().Name}: {end.Message}"], "Report this with the lines below.", end),
    };
}
