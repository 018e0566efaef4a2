using System.CommandLine;

namespace ObsControlPlane.Api.Terminal;

/// <summary>Options that every verb takes.</summary>
internal static class GlobalOptions
{
    /// <summary>The data folder.</summary>
    public static Option<string?> Data { get; } = new("--data")
    {
        Description = "Data folder; else OCP_DATA, STATE_DIRECTORY, or the platform's place for state",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary>A server to talk to.</summary>
    public static Option<string?> Server { get; } = new("--server")
    {
        Description = "Talk to the server at this address instead of looking for one on the data folder",
        HelpName = "URL",
        Recursive = true,
    };

    /// <summary>The key to ask with.</summary>
    public static Option<string?> Key { get; } = new("--key")
    {
        Description = "Key to ask with; else OCP_KEY, which no list of processes shows",
        HelpName = "SECRET",
        Recursive = true,
    };

    /// <summary>Output for programs.</summary>
    public static Option<bool> Json { get; } = new("--json")
    {
        Description = "Print the API's JSON answer, one document, and nothing else on standard output",
        Recursive = true,
    };
}
