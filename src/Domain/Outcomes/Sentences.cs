using System.Text;

namespace ObsControlPlane.Domain.Outcomes;

/// <summary>Cuts a text into sentences as far as reading an outcome needs it.</summary>
internal static class Sentences
{
    // A statement of an outcome is short. What is longer is a dump, and its parts are looked at one by one to bound the work on each.
    private const int Longest = 1000;

    /// <summary>
    /// The sentences in order, in lower case with plain apostrophes and single blanks, without the mark that ends them except a question
    /// mark; none is empty.
    /// </summary>
    internal static IReadOnlyList<string> Of(string text)
    {
        var sentences = new List<string>();
        var sentence = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var ends = c is '\n' or '\r' or ';' or '!' or '?' || (c == '.' && (i + 1 == text.Length || char.IsWhiteSpace(text[i + 1])));
            if (c == '?')
                sentence.Append(c);
            if (ends || sentence.Length >= Longest)
                Close(sentence, sentences);
            if (!ends)
                Append(sentence, c);
        }

        Close(sentence, sentences);
        return sentences;
    }

    private static void Append(StringBuilder sentence, char c)
    {
        if (char.IsWhiteSpace(c))
        {
            if (sentence.Length > 0 && sentence[^1] != ' ')
                sentence.Append(' ');
        }
        else
        {
            sentence.Append(c is '’' or '‘' ? '\'' : char.ToLowerInvariant(c));
        }
    }

    private static void Close(StringBuilder sentence, List<string> sentences)
    {
        var closed = sentence.ToString().Trim(' ', '*', '_', '"', '\'', ')', '(', '.', '`', '-', '#', '>', ',');
        if (closed.Length > 0)
            sentences.Add(closed);
        sentence.Clear();
    }
}
