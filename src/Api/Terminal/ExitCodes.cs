namespace ObsControlPlane.Api.Terminal;

/// <summary>What the program's exit code means; the same for every verb, and part of the contract with scripts.</summary>
internal static class ExitCodes
{
    /// <summary>Done.</summary>
    public const int Done = 0;

    /// <summary>Refused, unhealthy or unexpected; standard error says why.</summary>
    public const int Refused = 1;

    /// <summary>The command line or a setting is wrong; nothing was tried.</summary>
    public const int Configuration = 2;

    /// <summary>The address or the data folder is in use by another process.</summary>
    public const int InUse = 3;

    /// <summary>A server or a store that is needed cannot be reached.</summary>
    public const int Unreachable = 4;

    /// <summary>The data was written by a newer version of the program.</summary>
    public const int DataNewer = 5;

    /// <summary>Interrupted from the keyboard: 128 + SIGINT, as shells report it.</summary>
    public const int Interrupted = 130;

    /// <summary>Asked to end: 128 + SIGTERM, as shells report it.</summary>
    public const int Terminated = 143;
}
