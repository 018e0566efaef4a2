namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// Takes English endings off a word, so that "restarting", "restarted" and "restarts" are one term.
/// Source: M. F. Porter, An algorithm for suffix stripping, Program 14(3), 1980, with the two departures its author published later
/// (<c>logi</c>; <c>bli</c> for <c>abli</c>).
/// </summary>
internal ref struct PorterStemmer
{
    private readonly Span<char> _word;
    private int _length;

    // Letters before the ending that was matched last.
    private int _stem;

    private PorterStemmer(Span<char> word)
    {
        _word = word;
        _length = word.Length;
    }

    /// <summary>Stems a word in place.</summary>
    /// <param name="word">Letters <c>a</c>–<c>z</c> only; overwritten.</param>
    /// <returns>Length of the stem, 1 or more for a word that has letters; words of one or two letters stay as they are.</returns>
    public static int Stem(Span<char> word)
    {
        if (word.Length <= 2)
            return word.Length;
        var stemmer = new PorterStemmer(word);
        stemmer.Plurals();
        stemmer.PastAndParticiple();
        stemmer.FinalY();
        stemmer.DoubleSuffixes();
        stemmer.Derivations();
        stemmer.Residues();
        stemmer.FinalE();
        return stemmer._length;
    }

    private void Plurals()
    {
        if (_word[_length - 1] != 's')
            return;
        if (Ends("sses") || Ends("ies"))
            _length -= 2;
        else if (!Ends("ss"))
            _length--;
    }

    private void PastAndParticiple()
    {
        if (Ends("eed"))
        {
            if (Measure() > 0)
                _length--;
            return;
        }

        if (!((Ends("ed") || Ends("ing")) && StemHasVowel()))
            return;
        _length = _stem;
        if (Ends("at") || Ends("bl") || Ends("iz"))
        {
            Append('e');
        }
        else if (EndsInDoubleConsonant())
        {
            if (_word[_length - 1] is not ('l' or 's' or 'z'))
                _length--;
        }
        else
        {
            _stem = _length;
            if (Measure() == 1 && EndsConsonantVowelConsonant(_length))
                Append('e');
        }
    }

    private void FinalY()
    {
        if (Ends("y") && StemHasVowel())
            _word[_length - 1] = 'i';
    }

    private void DoubleSuffixes() => ReplaceFirst(
        "ational", "ate", "tional", "tion", "enci", "ence", "anci", "ance", "izer", "ize", "bli", "ble", "alli", "al", "entli", "ent",
        "eli", "e", "ousli", "ous", "ization", "ize", "ation", "ate", "ator", "ate", "alism", "al", "iveness", "ive", "fulness", "ful",
        "ousness", "ous", "aliti", "al", "iviti", "ive", "biliti", "ble", "logi", "log");

    private void Derivations() => ReplaceFirst(
        "icate", "ic", "ative", "", "alize", "al", "iciti", "ic", "ical", "ic", "ful", "", "ness", "");

    private void Residues()
    {
        ReadOnlySpan<string> endings =
        [
            "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "ou", "ism", "ate", "iti", "ous", "ive", "ize",
        ];
        foreach (var ending in endings)
        {
            if (!Ends(ending))
                continue;
            var allowed = ending != "ion" || (_stem > 0 && _word[_stem - 1] is 's' or 't');
            if (allowed && Measure() > 1)
                _length = _stem;
            return;
        }
    }

    private void FinalE()
    {
        if (Ends("e"))
        {
            var measure = Measure();
            if (measure > 1 || (measure == 1 && !EndsConsonantVowelConsonant(_stem)))
                _length--;
        }

        if (_length > 1 && _word[_length - 1] == 'l' && EndsInDoubleConsonant())
        {
            _stem = _length - 1;
            if (Measure() > 1)
                _length--;
        }
    }

    // Pairs of ending and replacement; the first ending that fits decides, whether or not its stem is long enough.
    private void ReplaceFirst(params ReadOnlySpan<string> pairs)
    {
        for (var i = 0; i < pairs.Length; i += 2)
        {
            if (!Ends(pairs[i]))
                continue;
            if (Measure() > 0)
            {
                _length = _stem;
                foreach (var letter in pairs[i + 1])
                    Append(letter);
            }

            return;
        }
    }

    private bool Ends(string ending)
    {
        if (!_word[.._length].EndsWith(ending))
            return false;
        _stem = _length - ending.Length;
        return true;
    }

    private void Append(char letter) => _word[_length++] = letter;

    private readonly bool IsConsonant(int at)
    {
        if (_word[at] is 'a' or 'e' or 'i' or 'o' or 'u')
            return false;
        return _word[at] != 'y' || at == 0 || !IsConsonant(at - 1);
    }

    // How many times a vowel is followed by a consonant in the stem.
    private readonly int Measure()
    {
        var count = 0;
        for (var i = 1; i < _stem; i++)
        {
            if (IsConsonant(i) && !IsConsonant(i - 1))
                count++;
        }

        return count;
    }

    private readonly bool StemHasVowel()
    {
        for (var i = 0; i < _stem; i++)
        {
            if (!IsConsonant(i))
                return true;
        }

        return false;
    }

    private readonly bool EndsInDoubleConsonant() =>
        _length > 1 && _word[_length - 1] == _word[_length - 2] && IsConsonant(_length - 1);

    // Consonant, vowel, consonant other than w, x, y: the shape that loses its e before -ing ("hop" of "hoping").
    private readonly bool EndsConsonantVowelConsonant(int length) =>
        length > 2 && IsConsonant(length - 1) && !IsConsonant(length - 2) && IsConsonant(length - 3)
        && _word[length - 1] is not ('w' or 'x' or 'y');
}
