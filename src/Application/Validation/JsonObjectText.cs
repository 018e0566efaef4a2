using System.Buffers;
using System.Text;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Validation;

/// <summary>
/// Whether a text is one JSON object (RFC 8259) within the limits of metadata. Read by hand because every reader of the platform says
/// "no" by throwing, which this layer does not catch.
/// </summary>
internal static class JsonObjectText
{
    private static readonly SearchValues<char> HexDigits = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>The verdict on a text.</summary>
    /// <returns>Null when it is such an object, else one sentence.</returns>
    public static string? WhyInvalid(string json)
    {
        if (TextRules.WhyIllFormed(json) is { } illFormed)
            return illFormed;
        if (Encoding.UTF8.GetByteCount(json) > Limits.MetadataBytes)
            return $"must have at most {Limits.MetadataBytes} bytes of UTF-8; keep large text elsewhere";
        var scan = new JsonScan(json, Limits.MetadataDepth);
        return scan.WhyNotObject();
    }

    /// <summary>Whether a text is one JSON value of any kind and size.</summary>
    /// <param name="json">The text.</param>
    /// <param name="depth">How deep it may be.</param>
    public static bool IsJson(string json, int depth)
    {
        var scan = new JsonScan(json, depth);
        return TextRules.WhyIllFormed(json) is null && scan.IsValue();
    }

    private ref struct JsonScan(string json, int mostDepth)
    {
        private const string NotAnObject = "must be one JSON object";
        private int _at;
        private string? _why;

        public string? WhyNotObject()
        {
            SkipBlanks();
            if (Peek() != '{')
                return NotAnObject;
            var whole = Value(0);
            SkipBlanks();
            return whole && _at == json.Length ? null : _why ?? NotAnObject;
        }

        public bool IsValue()
        {
            SkipBlanks();
            var whole = Value(0);
            SkipBlanks();
            return whole && _at == json.Length;
        }

        private readonly char Peek() => _at < json.Length ? json[_at] : '\0';

        private bool Take(char expected)
        {
            if (Peek() != expected)
                return false;
            _at++;
            return true;
        }

        private void SkipBlanks()
        {
            while (Peek() is ' ' or '\t' or '\n' or '\r')
                _at++;
        }

        private bool Value(int depth) => Peek() switch
        {
            '{' => Members('}', depth + 1, named: true),
            '[' => Members(']', depth + 1, named: false),
            '"' => Text(),
            't' => Word("true"),
            'f' => Word("false"),
            'n' => Word("null"),
            _ => Number(),
        };

        private bool Members(char end, int depth, bool named)
        {
            if (depth > mostDepth)
                return Because($"must be at most {mostDepth} levels deep; flatten it");
            _at++;
            SkipBlanks();
            if (Take(end))
                return true;
            do
            {
                SkipBlanks();
                if (named && !Name())
                    return false;
                SkipBlanks();
                if (!Value(depth))
                    return false;
                SkipBlanks();
            }
            while (Take(','));
            return Take(end);
        }

        private bool Name()
        {
            if (!Text())
                return false;
            SkipBlanks();
            return Take(':');
        }

        private bool Text()
        {
            if (!Take('"'))
                return false;
            var high = false;
            while (_at < json.Length)
            {
                var c = json[_at++];
                if (c == '\\')
                {
                    if (!Escape(ref high))
                        return false;
                    continue;
                }

                if (high)
                    return LoneSurrogate();
                if (c == '"')
                    return true;
                if (c < ' ')
                    return false;
            }

            return false;
        }

        // An escaped surrogate pair is two escapes in a row; anything between or instead leaves a lone one.
        private bool Escape(ref bool high)
        {
            var kind = Peek();
            _at++;
            if (kind != 'u')
                return high ? LoneSurrogate() : "\"\\/bfnrt".Contains(kind, StringComparison.Ordinal) && kind != '\0';
            if (_at + 4 > json.Length || json.AsSpan(_at, 4).ContainsAnyExcept(HexDigits))
                return false;
            var unit = (char)Convert.ToInt32(json.Substring(_at, 4), 16);
            _at += 4;
            if (unit == '\0')
                return Because("must not hold U+0000; remove it");
            if (char.IsLowSurrogate(unit) != high)
                return LoneSurrogate();
            high = char.IsHighSurrogate(unit);
            return true;
        }

        private bool Word(string word)
        {
            if (!json.AsSpan(_at).StartsWith(word, StringComparison.Ordinal))
                return false;
            _at += word.Length;
            return true;
        }

        private bool Number()
        {
            Take('-');
            if (!Take('0') && !Digits())
                return false;
            if (Take('.') && !Digits())
                return false;
            if (!Take('e') && !Take('E'))
                return true;
            if (!Take('+'))
                Take('-');
            return Digits();
        }

        private bool Digits()
        {
            var from = _at;
            while (char.IsAsciiDigit(Peek()))
                _at++;
            return _at > from;
        }

        private bool LoneSurrogate() => Because("must not hold a lone surrogate; send well-formed Unicode");

        private bool Because(string why)
        {
            _why = why;
            return false;
        }
    }
}
