using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Api.Hosting;

/// <summary>Why the program could not start: three lines for a person, and an exit code for a script.</summary>
/// <param name="ExitCode">Exit code of the process.</param>
/// <param name="What">What could not be done.</param>
/// <param name="Why">Why.</param>
/// <param name="Remedy">What to do.</param>
internal sealed record StartupFailure(int ExitCode, string What, string Why, string Remedy)
{
    /// <summary>The failure that an exception stands for.</summary>
    /// <param name="exception">What was thrown.</param>
    /// <returns>Null when it is none that is known: then the exception is a bug and may say so itself.</returns>
    internal static StartupFailure? Of(Exception? exception) => exception switch
    {
        null => null,
        StartupException known => new StartupFailure(known.ExitCode, known.What, known.Why, known.Remedy),
        AddressInUseException => InUse("Another process listens there."),
        OptionsValidationException wrong => new StartupFailure(
            StartupException.Configuration, "A setting is wrong.", string.Join(" ", wrong.Failures), "Mend it; docs/operations.md lists every setting with its range."),
        IOException { InnerException: AddressInUseException } inUse => InUse(inUse.Message),
        _ => Of(exception.InnerException),
    };

    /// <summary>Prints the three lines.</summary>
    /// <returns>The exit code.</returns>
    internal int Tell()
    {
        Console.Error.WriteLine($"What: {What}");
        Console.Error.WriteLine($"Why:  {Why}");
        Console.Error.WriteLine($"Do:   {Remedy}");
        return ExitCode;
    }

    private static StartupFailure InUse(string why) => new(
        StartupException.InUse, "The address is in use.", why, "Stop that process, or choose another address with --urls http://localhost:5556.");
}
