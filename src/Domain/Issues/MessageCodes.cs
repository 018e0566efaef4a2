namespace ObsControlPlane.Domain.Issues;

/// <summary>The codes in the message of an exception: an error number, a status, a vendor's code, the name of an errno.</summary>
internal static class MessageCodes
{
    private const int LongestMessage = 1000;

    /// <summary>The codes on the line, each with the word that makes it one, so that masking keeps it.</summary>
    internal static IEnumerable<string> On(string line)
    {
        var message = line.Length > LongestMessage ? line[..LongestMessage] : line;
        var codes = new List<string>();
        new MaskScan(TextFolding.Fold(message), codes).Run();
        codes.AddRange(Errnos(message));
        return codes;
    }

    // ECONNREFUSED, ENOENT: only the whole word in upper case, as "ERROR" and "EVERY" are words.
    private static IEnumerable<string> Errnos(string message) =>
        message.Split([' ', ':', '\'', '"', ',', '(', ')', '[', ']', ';', '.'], StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length is >= 5 and <= 16 && word[0] == 'E' && word.All(char.IsAsciiLetterUpper) && KnownNames.IsErrno(word));
}
