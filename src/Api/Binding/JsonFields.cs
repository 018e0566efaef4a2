using System.Globalization;
using System.Text.Json;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Binding;

/// <summary>
/// The members of a JSON object, each read as what it must be. A member that is missing or null gives null; one of another type gives
/// null and an error, so that reading goes on and names every wrong field.
/// </summary>
/// <param name="element">The object.</param>
/// <param name="path">Where it stands.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class JsonFields(JsonElement element, FieldPath path, FieldErrors errors)
{
    /// <summary>Takes what is wrong.</summary>
    internal FieldErrors Errors { get; } = errors;

    /// <summary>Where the object stands.</summary>
    internal FieldPath Path { get; } = path;

    /// <summary>The object's own members.</summary>
    internal JsonElement Element { get; } = element;

    /// <summary>The members of a value that must be an object.</summary>
    /// <param name="element">The value.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="errors">Takes what is wrong.</param>
    /// <returns>Null, and an error, when it is no object or its names are ill-formed.</returns>
    internal static JsonFields? Of(JsonElement element, FieldPath path, FieldErrors errors)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be a JSON object");
            return null;
        }

        return new JsonFields(element, path, errors);
    }

    /// <summary>A text.</summary>
    /// <param name="name">The member.</param>
    internal string? Text(string name) => Find(name) is { } found ? TextOf(found, Path.Member(name), Errors) : null;

    /// <summary>True or false.</summary>
    /// <param name="name">The member.</param>
    internal bool? Flag(string name)
    {
        if (Find(name) is not { } found)
            return null;
        if (found.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return found.GetBoolean();
        Errors.Add(Path.Member(name), "must be true or false");
        return null;
    }

    /// <summary>A whole number.</summary>
    /// <param name="name">The member.</param>
    internal long? Integer(string name)
    {
        if (Find(name) is not { } found)
            return null;
        if (found.ValueKind == JsonValueKind.Number && found.TryGetInt64(out var number))
            return number;
        Errors.Add(Path.Member(name), "must be a whole number");
        return null;
    }

    /// <summary>A whole number of 32 bits.</summary>
    /// <param name="name">The member.</param>
    internal int? SmallInteger(string name)
    {
        if (Find(name) is not { } found)
            return null;
        if (found.ValueKind == JsonValueKind.Number && found.TryGetInt32(out var number))
            return number;
        Errors.Add(Path.Member(name), "must be a whole number that is not that large");
        return null;
    }

    /// <summary>A finite number.</summary>
    /// <param name="name">The member.</param>
    internal double? Number(string name) => Find(name) is { } found ? NumberOf(found, Path.Member(name), Errors) : null;

    /// <summary>An array of texts; an item of another type is null and an error.</summary>
    /// <param name="name">The member.</param>
    internal IReadOnlyList<string?>? Texts(string name) =>
        Items(name) is { } items ? [.. items.Select(item => TextOf(item.Element, item.Path, Errors))] : null;

    /// <summary>The items of an array.</summary>
    /// <param name="name">The member.</param>
    internal IReadOnlyList<(JsonElement Element, FieldPath Path)>? Items(string name)
    {
        if (Find(name) is not { } found)
            return null;
        var at = Path.Member(name);
        if (found.ValueKind == JsonValueKind.Array)
            return [.. found.EnumerateArray().Select((item, index) => (item, at.Item(index)))];
        Errors.Add(at, "must be a JSON array");
        return null;
    }

    /// <summary>An object.</summary>
    /// <param name="name">The member.</param>
    internal JsonFields? Object(string name) => Find(name) is { } found ? Of(found, Path.Member(name), Errors) : null;

    /// <summary>The value of a member, whatever it is.</summary>
    /// <param name="name">The member.</param>
    /// <returns>Null when it is missing or null.</returns>
    internal JsonElement? Find(string name) =>
        Element.TryGetProperty(name, out var found) && found.ValueKind != JsonValueKind.Null ? found : null;

    /// <summary>Refuses members of other names.</summary>
    /// <param name="known">The names that are taken.</param>
    internal void RefuseUnknown(params ReadOnlySpan<string> known)
    {
        foreach (var member in Element.EnumerateObject())
        {
            if (!known.Contains(member.Name))
                Errors.Add(Path.Member(Shown(member.Name)), $"is not known here; known are {string.Join(", ", known!)}");
        }
    }

    /// <summary>A text, well-formed.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="errors">Takes what is wrong.</param>
    internal static string? TextOf(JsonElement value, FieldPath at, FieldErrors errors)
    {
        // An ill-formed one was found before binding and cannot be read.
        if (errors.Has(at))
            return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        errors.Add(at, "must be a text");
        return null;
    }

    /// <summary>A finite number.</summary>
    /// <param name="value">The value.</param>
    /// <param name="at">Where it stands.</param>
    /// <param name="errors">Takes what is wrong.</param>
    internal static double? NumberOf(JsonElement value, FieldPath at, FieldErrors errors)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number))
            return number;
        errors.Add(at, string.Create(CultureInfo.InvariantCulture, $"must be a finite number, at most {double.MaxValue:R}"));
        return null;
    }

    private static string Shown(string name) => name.Length <= Limits.NameLength ? name : name[..Limits.NameLength];
}
