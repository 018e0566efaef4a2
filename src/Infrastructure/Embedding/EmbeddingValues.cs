using System.Globalization;
using Microsoft.Extensions.Configuration;
using ObsControlPlane.Application.Health;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>Reads single values of the section <c>Embedding</c>; null for what is not set.</summary>
/// <param name="configuration">The settings.</param>
internal sealed class EmbeddingValues(IConfiguration configuration)
{
    /// <summary>The refusal of a setting.</summary>
    /// <param name="why">What is wrong, with the setting's name.</param>
    /// <param name="remedy">What to do.</param>
    /// <param name="inner">The cause.</param>
    /// <returns>The exception to throw.</returns>
    public static StartupException Refused(string why, string remedy, Exception? inner = null) =>
        new(StartupException.Configuration, "Embeddings cannot be set up as configured.", why, remedy, inner);

    /// <summary>A text without white space around it; blank is not set.</summary>
    public string? Text(string name) => configuration[Key(name)] is { } text && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>A text as it is, also an empty one.</summary>
    public string? Verbatim(string name) => configuration[Key(name)];

    /// <summary>A whole number in a range.</summary>
    public int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text)
            return null;
        return int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw Refused($"{Key(name)} is '{text}'.", $"Set it to a whole number from {least} to {most}.");
    }

    /// <summary>A number from 0 to 1.</summary>
    public double? Share(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is >= 0 and <= 1
            ? share
            : throw Refused($"{Key(name)} is '{text}'.", "Set it to a number from 0 to 1.");
    }

    /// <summary>True or false.</summary>
    public bool? Switch(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return bool.TryParse(text, out var on) ? on : throw Refused($"{Key(name)} is '{text}'.", "Set it to true or false.");
    }

    /// <summary>One of the names of an enumeration, in any case.</summary>
    public T? OneOf<T>(string name)
        where T : struct, Enum
    {
        if (Text(name) is not { } text)
            return null;
        var names = Enum.GetNames<T>();
        return names.Contains(text, StringComparer.OrdinalIgnoreCase)
            ? Enum.Parse<T>(text, ignoreCase: true)
            : throw Refused($"{Key(name)} is '{text}'.", $"Set it to one of {string.Join(", ", names).ToLowerInvariant()}.");
    }

    /// <summary>An HTTP address without a user or password in it.</summary>
    public Uri? Address(string name)
    {
        if (Text(name) is not { } text)
            return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw Refused($"{Key(name)} is no HTTP address.", "Set it to an address such as https://host/v1/embeddings.");
        return address.UserInfo.Length == 0
            ? address
            : throw Refused($"{Key(name)} holds a user or a password.", "Take it out and set Embedding:ApiKey.");
    }

    private static string Key(string name) => $"Embedding:{name}";
}
