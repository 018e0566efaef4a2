using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace ObsControlPlane.Api.Binding;

/// <summary>
/// A JSON body whose ill-formed text became U+FFFD: U+0000, half a surrogate pair, bytes that are no UTF-8. For bodies whose senders never
/// try again (contract 1); everywhere else such text is refused.
/// </summary>
/// <param name="Bytes">The body.</param>
/// <param name="Places">How many places were mended, 0 or more.</param>
internal readonly record struct MendedText(ReadOnlyMemory<byte> Bytes, int Places)
{
    private const int EscapeLength = 6;

    /// <summary>Mends a body.</summary>
    /// <param name="bytes">The body as it came.</param>
    internal static MendedText Of(ReadOnlyMemory<byte> bytes)
    {
        var places = 0;
        if (!Utf8.IsValid(bytes.Span))
        {
            var before = bytes.Span.Count("\uFFFD"u8);
            bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes.Span));
            places = bytes.Span.Count("\uFFFD"u8) - before;
        }

        return MendEscapes(bytes, places);
    }

    // An escape stands within a string of the text or the text is no JSON, which is for the reader to say.
    private static MendedText MendEscapes(ReadOnlyMemory<byte> bytes, int places)
    {
        if (bytes.Span.IndexOf("\\u"u8) < 0)
            return new MendedText(bytes, places);
        byte[]? mended = null;
        for (var at = 0; at < bytes.Length - 1; at++)
        {
            if (bytes.Span[at] != '\\')
                continue;
            var unit = UnitAt(bytes.Span, at);
            if (unit is >= 0xD800 and <= 0xDBFF && UnitAt(bytes.Span, at + EscapeLength) is >= 0xDC00 and <= 0xDFFF)
            {
                at += (2 * EscapeLength) - 1;
                continue;
            }

            if (unit is 0 or (>= 0xD800 and <= 0xDFFF))
            {
                mended ??= bytes.ToArray();
                "\\ufffd"u8.CopyTo(mended.AsSpan(at));
                places++;
            }

            // What is escaped is no escape itself.
            at += unit < 0 ? 1 : EscapeLength - 1;
        }

        return new MendedText(mended ?? bytes, places);
    }

    private static int UnitAt(ReadOnlySpan<byte> bytes, int at) =>
        at + EscapeLength <= bytes.Length && bytes[at] == '\\' && bytes[at + 1] == 'u'
        && int.TryParse(bytes.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit) ? unit : -1;
}
