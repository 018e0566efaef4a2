using System.Globalization;
using System.Text.Json;

namespace ObsControlPlane.Api.Binding;

/// <summary>JSON pointers (RFC 6901) of a setting, tried one after the other.</summary>
/// <param name="pointers">Separated by blanks.</param>
internal sealed class JsonPointers(string pointers)
{
    private readonly string[][] _paths =
    [
        .. pointers.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pointer => pointer.Split('/').Skip(1)
            .Select(part => part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)).ToArray()),
    ];

    /// <summary>The first value that one of them leads to.</summary>
    /// <param name="root">Where they begin.</param>
    /// <returns>Null when each leads nowhere or to null.</returns>
    internal JsonElement? Find(JsonElement root)
    {
        foreach (var path in _paths)
        {
            if (Follow(root, path) is { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } found)
                return found;
        }

        return null;
    }

    private static JsonElement? Follow(JsonElement at, string[] path)
    {
        foreach (var part in path)
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(part, out var member))
                at = member;
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < at.GetArrayLength())
                at = at[index];
            else
                return null;
        }

        return at;
    }
}
