namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// One pass over a folded text, left to right. At each run of letters and digits the rules are asked in turn, from the most specific
/// form (a UUID) to the most general (a free number); each reads a bounded stretch ahead or consumes what it read.
/// </summary>
/// <param name="folded">What <see cref="TextFolding"/> made of the text.</param>
/// <param name="codes">Takes each number that stays as a code, with the word that makes it one; null where nobody asks.</param>
internal sealed class MaskScan(string folded, List<string>? codes = null)
{
    private readonly MaskedText _out = new(folded.Length);
    private int _at;
    private bool _inUrl;

    internal string Run()
    {
        while (_at < folded.Length)
        {
            if (Rest.StartsWith(IssueMasking.Placeholder))
            {
                _out.Mask();
                _at += IssueMasking.Placeholder.Length;
            }
            else if (CharKind.IsWord(folded[_at]))
            {
                Word();
            }
            else
            {
                Mark();
            }
        }

        return _out.Finish();
    }

    private ReadOnlySpan<char> Rest => folded.AsSpan(_at);

    private void Word()
    {
        var text = folded.AsSpan();
        var end = CharKind.EndOfWord(text, _at);
        if (Maskable(IdentifierForms.Match(text, _at, end)) || Maskable(NetworkForms.Match(text, _at, _out)) || Maskable(TimeForms.Match(text, _at)))
            return;

        var word = text[_at..end];
        // us-east-1b is a zone, not one byte.
        var isZone = _out.IsInName && KnownNames.IsDirection(_out.Words().First) && !CharKind.IsAllDigits(word);
        if (!isZone && char.IsAsciiDigit(word[0]) && Number())
            return;

        if (NumberForms.VersionAfterV(text, _at) is > 0 and var version)
        {
            Masked(version);
            return;
        }

        var kept = NameForms.Kept(word, text, _at, end, _out, out var masked);
        _out.Keep(word[..kept]);
        if (masked > 0)
            _out.Mask();
        _at += kept + masked;
    }

    private bool Number()
    {
        var number = NumberForms.Match(folded, _at, _out.IsInName);
        if (number.Length == 0)
            return false;

        if (KeptNumbers.KeepsPlural(folded, _at, number.Digits, _out))
        {
            _out.Keep(folded.AsSpan(_at, number.Length));
            _at += number.Length;
            return true;
        }

        if ((number.IsPlain && KeptNumbers.Keeps(folded, _at, number.Digits, _out)) || KeptNumbers.KeepsWholePart(folded, _at, number.Digits, _out))
        {
            codes?.AddRange(KeptNumbers.AsCode(folded.Substring(_at, number.Digits), _out));
            _out.Keep(folded.AsSpan(_at, number.Digits));
            _at += number.Digits;
            return true;
        }

        _out.MaskNumber();
        _at += number.Length;
        return true;
    }

    private bool Maskable(int length)
    {
        if (length == 0)
            return false;
        Masked(length);
        return true;
    }

    private void Masked(int length)
    {
        _out.Mask();
        _at += length;
    }

    private void Mark()
    {
        var mark = folded[_at];
        if (mark is ' ' or '"' or '\'' or '`' or '<' or '>' or ')' or ']' or '}')
            _inUrl = false;

        if (mark is '"' or '\'' or '`' && QuotedId())
            return;

        if (mark == ':' && NetworkForms.MatchFromColon(folded, _at, _out) is > 0 and var address)
        {
            Masked(address);
            return;
        }

        _out.Keep(mark);
        _at++;
        if (mark == '/' && _out.EndsWith("://"))
        {
            _inUrl = true;
            Maskable(UrlForms.UserInfo(folded, _at));
        }
        else if (mark == '?' && _inUrl)
        {
            Maskable(UrlForms.Query(folded, _at));
        }
    }

    private bool QuotedId()
    {
        var inside = QuotedForms.Id(folded, _at, _out);
        if (inside == 0)
            return false;
        _out.Keep(folded[_at]);
        _at++;
        Masked(inside);
        return true;
    }
}
