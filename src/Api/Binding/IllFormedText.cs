using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ObsControlPlane.Api.Binding;

/// <summary>
/// Finds U+0000 and lone surrogates in a document, in any string and any member's name (contract 1). They can only come as escapes;
/// the reader would otherwise fail on them in the middle of binding.
/// </summary>
internal static class IllFormedText
{
    private const string Nul = "must not hold U+0000; remove it";
    private const string Surrogate = "must not hold a lone surrogate; send well-formed Unicode";

    /// <summary>Adds an error for every string that holds one.</summary>
    /// <param name="element">Where to look.</param>
    /// <param name="path">Where that is.</param>
    /// <param name="errors">Takes what is found.</param>
    /// <param name="except">A member of this object that is looked at later, item by item, or null.</param>
    /// <returns>False when a name is ill-formed: the document's members must then not be asked for.</returns>
    internal static bool Scan(JsonElement element, FieldPath path, FieldErrors errors, string? except = null)
    {
        // Without an escaped code unit there is nothing to find, which is nearly always.
        if (JsonMarshal.GetRawUtf8Value(element).IndexOf("\\u"u8) < 0)
            return true;
        return element.ValueKind switch
        {
            JsonValueKind.String => Note(WhyIllFormed(JsonMarshal.GetRawUtf8Value(element)), path, errors),
            JsonValueKind.Array => ScanItems(element, path, errors),
            JsonValueKind.Object => ScanMembers(element, path, errors, except),
            _ => true,
        };
    }

    private static bool Note(string? message, FieldPath path, FieldErrors errors)
    {
        if (message is not null)
            errors.Add(path, message);
        return true;
    }

    private static bool ScanItems(JsonElement array, FieldPath path, FieldErrors errors)
    {
        var wellNamed = true;
        var index = 0;
        foreach (var item in array.EnumerateArray())
            wellNamed &= Scan(item, path.Item(index++), errors);
        return wellNamed;
    }

    private static bool ScanMembers(JsonElement element, FieldPath path, FieldErrors errors, string? except)
    {
        var wellNamed = true;
        foreach (var member in element.EnumerateObject())
        {
            if (WhyIllFormed(JsonMarshal.GetRawUtf8PropertyName(member)) is { } message)
            {
                errors.Add(path, $"has a member whose name {message}");
                wellNamed = false;
                continue;
            }

            if (member.Name != except)
                wellNamed &= Scan(member.Value, path.Member(member.Name), errors);
        }

        return wellNamed;
    }

    private static string? WhyIllFormed(ReadOnlySpan<byte> raw)
    {
        var awaitsLow = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var unit = -1;
            if (raw[i] == '\\')
            {
                i++;
                if (raw[i] == 'u')
                {
                    unit = int.Parse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
                    i += 4;
                }
            }

            var isLow = unit is >= 0xDC00 and <= 0xDFFF;
            if (awaitsLow != isLow)
                return Surrogate;
            if (unit == 0)
                return Nul;
            awaitsLow = unit is >= 0xD800 and <= 0xDBFF;
        }

        return awaitsLow ? Surrogate : null;
    }
}
