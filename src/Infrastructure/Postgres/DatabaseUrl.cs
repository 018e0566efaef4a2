using System.Globalization;
using Npgsql;

namespace ObsControlPlane.Infrastructure.Postgres;

/// <summary>
/// Reads <c>postgresql://user:password@host:port/database?sslmode=verify-full</c> as libpq does
/// (https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING-URIS). What it cannot mean is refused, never guessed.
/// </summary>
internal static class DatabaseUrl
{
    private static readonly Dictionary<string, SslMode> SslModes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    /// <summary>Whether a text is an address of this form.</summary>
    public static bool Is(string text) =>
        text.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address in Npgsql's own form.</summary>
    /// <exception cref="FormatException">It names no host or database, or a parameter that is not known; the message says which and holds no secret.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string text)
    {
        if (!Is(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri))
            throw new FormatException("It is not of the form postgresql://user:password@host:port/database.");
        var database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/'));
        if (uri.Host.Length == 0 || database.Length == 0)
            throw new FormatException("It names no host or no database: postgresql://user:password@host:port/database.");
        var (user, password) = Split(uri.UserInfo, ':');
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = Uri.UnescapeDataString(uri.Host.Trim('[', ']')),
            Port = uri.Port > 0 ? uri.Port : NpgsqlConnection.DefaultPort,
            Database = database,
            Username = user.Length == 0 ? null : Uri.UnescapeDataString(user),
            Password = password is null ? null : Uri.UnescapeDataString(password),
        };
        foreach (var pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Split(pair, '=');
            Set(settings, Uri.UnescapeDataString(name), Uri.UnescapeDataString(value ?? ""));
        }

        return settings;
    }

    private static void Set(NpgsqlConnectionStringBuilder settings, string name, string value)
    {
        switch (name.ToLowerInvariant())
        {
            case "sslmode":
                settings.SslMode = SslModes.TryGetValue(value, out var mode) ? mode
                    : throw new FormatException($"sslmode is '{value}'; it can be {string.Join(", ", SslModes.Keys)}.");
                break;
            case "sslrootcert":
                settings.RootCertificate = value;
                break;
            case "sslcert":
                settings.SslCertificate = value;
                break;
            case "sslkey":
                settings.SslKey = value;
                break;
            case "application_name":
                settings.ApplicationName = value;
                break;
            case "connect_timeout" when int.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0:
                settings.Timeout = seconds;
                break;
            case "options":
                settings.Options = value;
                break;
            default:
                throw new FormatException($"The parameter '{name}' or its value is not known; known are sslmode, sslrootcert, sslcert, sslkey, application_name, connect_timeout and options.");
        }
    }

    private static (string First, string? Last) Split(string text, char separator) =>
        text.IndexOf(separator, StringComparison.Ordinal) is var at && at < 0 ? (text, null) : (text[..at], text[(at + 1)..]);
}
