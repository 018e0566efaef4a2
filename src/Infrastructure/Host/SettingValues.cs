using System.Globalization;
using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Infrastructure.Host;

/// <summary>Values of settings; one that cannot be meant stops the start with its name and its range.</summary>
internal static class SettingValues
{
    /// <summary>A setting's text without blanks around it; null when it is not set or blank.</summary>
    public static string? Text(this IConfiguration configuration, string name) =>
        configuration[name] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>A setting that has several names.</summary>
    /// <returns>The name that is set and its text; null when none is.</returns>
    /// <exception cref="StartupException">Two are set and differ: which is meant nobody can know.</exception>
    public static (string Name, string Text)? OneOf(this IConfiguration configuration, IEnumerable<string> names)
    {
        var set = names.Select(name => (Name: name, Text: configuration.Text(name)!)).Where(setting => setting.Text is not null).ToList();
        if (set.Count == 0)
            return null;
        if (set.Find(setting => setting.Text != set[0].Text) is { Name: { } other })
        {
            throw new StartupException(
                StartupException.Configuration, "The program cannot be set up as configured.", $"{set[0].Name} and {other} are both set and differ.", "Unset one of them.");
        }

        return set[0];
    }

    /// <summary>A whole number, or its default.</summary>
    /// <exception cref="StartupException">It is no whole number, or out of its range.</exception>
    public static int Number(this IConfiguration configuration, string name, int standard, int least, int most)
    {
        if (configuration.Text(name) is not { } text)
            return standard;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Refused(name, text, $"a whole number from {least} to {most}");
    }

    /// <summary>A time given in milliseconds, or its default.</summary>
    /// <exception cref="StartupException">It is no whole number, or out of its range.</exception>
    public static TimeSpan Milliseconds(this IConfiguration configuration, string name, int standard, int least, int most) =>
        TimeSpan.FromMilliseconds(configuration.Number(name, standard, least, most));

    /// <summary>Yes or no; no when it is not set.</summary>
    /// <exception cref="StartupException">It is neither.</exception>
    public static bool Flag(this IConfiguration configuration, string name)
    {
        if (configuration.Text(name) is not { } text)
            return false;
        return bool.TryParse(text, out var flag) ? flag : throw Refused(name, text, "true or false");
    }

    private static StartupException Refused(string name, string text, string wanted) =>
        new(StartupException.Configuration, "The program cannot be set up as configured.", $"{name} is '{text}'.", $"Set it to {wanted}.");
}
