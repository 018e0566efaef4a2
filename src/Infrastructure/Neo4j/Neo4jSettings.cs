using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Host;

namespace ObsControlPlane.Infrastructure.Neo4j;

/// <summary>Where the graph is and how it is spoken to.</summary>
internal sealed record Neo4jSettings
{
    /// <summary>The names under which the address may be given.</summary>
    public static readonly string[] AddressNames = ["NEO4J_URI", "Stores:Neo4jUri", "Stores:Graph:Uri"];

    /// <summary>Address of the HTTP interface, without user, path and query.</summary>
    public required Uri Address { get; init; }

    /// <summary>The address as it was given when it had to be translated, else null.</summary>
    public string? TranslatedFrom { get; init; }

    /// <summary>The database.</summary>
    public string Database { get; init; } = "neo4j";

    /// <summary>The user.</summary>
    public string Username { get; init; } = "neo4j";

    /// <summary>The user's password.</summary>
    public required string Password { get; init; }

    /// <summary>
    /// Connections of this process to the server, 1–64. Nine that wait for a lock starve a server on two cores, of all processes together; so four, which
    /// leaves room for a second process.
    /// </summary>
    public int Connections { get; init; } = 4;

    /// <summary>Time for one read, repeats included, 50–600,000 ms.</summary>
    public TimeSpan ReadDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time for one write, repeats included, 50–600,000 ms.</summary>
    public TimeSpan WriteDeadline { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a statement is repeated after a fault that a repeat mends, 0–10.</summary>
    public int Repeats { get; init; } = 3;

    /// <summary>How long nothing is sent once the server was found not to answer, 500–60,000 ms.</summary>
    public TimeSpan Break { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Reads the settings; credentials come from the environment, or a file it names, alone.</summary>
    /// <param name="configuration">The settings.</param>
    /// <returns>The settings.</returns>
    /// <exception cref="StartupException">Something is missing, with every missing name, or cannot be meant.</exception>
    public static Neo4jSettings Read(IConfiguration configuration)
    {
        var given = configuration.OneOf(AddressNames)?.Text;
        var password = PasswordOf(configuration);
        string[] missing = [.. new[] { given is null ? "NEO4J_URI" : null, password is null ? "NEO4J_PASSWORD (or NEO4J_PASSWORD_FILE)" : null }.OfType<string>()];
        if (missing.Length > 0)
            throw Refused($"Missing: {string.Join(", ", missing)}.", "Set what is missing in the environment.");
        var (address, translated) = Neo4jAddress.Of(given!);
        return new Neo4jSettings
        {
            Address = address,
            TranslatedFrom = translated ? Neo4jAddress.WithoutUser(given!) : null,
            Database = configuration.Text("NEO4J_DATABASE") ?? "neo4j",
            Username = configuration.OneOf(["NEO4J_USERNAME", "NEO4J_USER"])?.Text ?? "neo4j",
            Password = password!,
            Connections = configuration.Number("Neo4j:Connections", 4, 1, 64),
            ReadDeadline = configuration.Milliseconds("Neo4j:ReadMilliseconds", 5_000, 50, 600_000),
            WriteDeadline = configuration.Milliseconds("Neo4j:WriteMilliseconds", 30_000, 50, 600_000),
            Repeats = configuration.Number("Neo4j:Repeats", 3, 0, 10),
            Break = configuration.Milliseconds("Neo4j:BreakMilliseconds", 2_000, 500, 60_000),
        };
    }

    /// <summary>The refusal of a setting.</summary>
    public static StartupException Refused(string why, string remedy, Exception? inner = null) =>
        new(StartupException.Configuration, "The graph store cannot be set up as configured.", why, remedy, inner);

    private static string? PasswordOf(IConfiguration configuration)
    {
        // As it is: blanks may belong to a password.
        if (configuration["NEO4J_PASSWORD"] is { Length: > 0 } password)
            return password;
        if (configuration.Text("NEO4J_PASSWORD_FILE") is not { } path)
            return null;
        try
        {
            return File.ReadAllText(path).TrimEnd('\r', '\n') is { Length: > 0 } read ? read
                : throw Refused("The file that NEO4J_PASSWORD_FILE names is empty.", "Write the password into it.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused("The file that NEO4J_PASSWORD_FILE names cannot be read.", "Name a file that this user may read.", exception);
        }
    }
}
