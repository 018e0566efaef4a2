using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Domain.Access;
using ObsControlPlane.Infrastructure.Host;

namespace ObsControlPlane.Infrastructure.Access;

/// <summary>A key with every scope that the settings give, for a first start where nobody can run a verb. It is kept in no store.</summary>
internal static class AdminKey
{
    private const string Name = "OCP_ADMIN_KEY";
    private const string FileName = "OCP_ADMIN_KEY_FILE";

    /// <summary>The key's secret, taken as given; null when none is set.</summary>
    /// <exception cref="StartupException">It cannot be a key, both names are set, or the file cannot be read. The secret itself is never told.</exception>
    public static string? Read(IConfiguration configuration)
    {
        var (given, file) = (configuration.Text(Name), configuration.Text(FileName));
        if (given is not null && file is not null)
            throw Refused($"{Name} and {FileName} are both set.", "Unset one of them.");
        if (file is not null)
            given = OfFile(file);
        if (given is null || KeySecret.IsWellFormed(given))
            return given;
        throw Refused(
            $"{(file is null ? Name : "The file of " + FileName)} holds no key.",
            $"Give '{KeySecret.Prefix}' and 32 to 200 of A-Z, a-z, 0-9, _ and -, chosen at random: echo \"{KeySecret.Prefix}$(openssl rand -hex 32)\"");
    }

    private static string OfFile(string path)
    {
        try
        {
            return File.ReadAllText(path).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Refused($"The file that {FileName} names cannot be read.", "Name a file that this user may read.", exception);
        }
    }

    private static StartupException Refused(string why, string remedy, Exception? inner = null) =>
        new(StartupException.Configuration, "The first key cannot be set up as configured.", why, remedy, inner);
}
