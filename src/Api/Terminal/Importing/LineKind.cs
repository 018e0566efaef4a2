using System.Text.Json;
using ObsControlPlane.Api.Wire;

namespace ObsControlPlane.Api.Terminal.Importing;

/// <summary>What a line to import is.</summary>
internal enum LineKind
{
    /// <summary>A fix as <c>POST /api/fixes/batch</c> takes it; also a line that cannot be read, for the API to refuse.</summary>
    Fix = 0,

    /// <summary>A line of an export.</summary>
    Export = 1,
}

/// <summary>Tells lines apart.</summary>
internal static class LineKinds
{
    /// <summary>Looks for the tag that every line of an export carries as its first member.</summary>
    /// <param name="line">A line.</param>
    /// <returns>What it is.</returns>
    public static LineKind Of(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        try
        {
            return IsTagged(ref reader) && !HasSolution(ref reader) ? LineKind.Export : LineKind.Fix;
        }
        catch (JsonException)
        {
            return LineKind.Fix;
        }
    }

    private static bool IsTagged(ref Utf8JsonReader reader) =>
        reader.Read() && reader.TokenType == JsonTokenType.StartObject
        && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("type"u8)
        && reader.Read() && reader.TokenType == JsonTokenType.String && ExportFormat.IsTag(reader.GetString());

    // A fix of somebody else may have a type of its own; no line of an export has a solution beside its tag.
    private static bool HasSolution(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("solution"u8))
                return true;
            reader.Skip();
        }
        return false;
    }
}
