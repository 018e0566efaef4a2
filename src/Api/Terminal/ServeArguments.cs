using ObsControlPlane.Api.Terminal.Connecting;

namespace ObsControlPlane.Api.Terminal;

/// <summary>Turns the words after <c>serve</c> into the settings that a host reads from its command line.</summary>
internal static class ServeArguments
{
    /// <summary>Drops the verb and gives <c>--data</c> the name of its setting.</summary>
    /// <param name="args">The words after the program's name.</param>
    /// <returns>Settings.</returns>
    public static string[] From(IReadOnlyList<string> args) =>
        [.. args.Skip(args is ["serve", ..] ? 1 : 0).Select(word => word switch
        {
            "--data" => "--" + Connection.DataSetting,
            _ when word.StartsWith("--data=", StringComparison.Ordinal) => $"--{Connection.DataSetting}={word["--data=".Length..]}",
            _ => word,
        })];
}
