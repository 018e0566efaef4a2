namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// Masks in an issue's text what differs from one occurrence to the next (ids, addresses, times, durations, sizes, versions, ordinals,
/// free numbers) and keeps what says which issue it is (words, names, paths, codes, ports below 32768). A stack trace counts as its
/// exception types and its five topmost own frames. Case and white space are folded.
/// </summary>
public static class IssueMasking
{
    /// <summary>What stands in a masked text for everything masked, whatever its kind; a run of them is written once.</summary>
    public const string Placeholder = "<*>";

    /// <summary>
    /// The masked text, on one line. Never empty for a text that is not blank; masking it again changes nothing; takes time in
    /// proportion to the length; the same on every machine and in every culture.
    /// </summary>
    /// <param name="text">Any UTF-16, lone surrogates included (they count as U+FFFD).</param>
    /// <returns>Empty for a blank text.</returns>
    public static string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (string.IsNullOrWhiteSpace(text))
            return "";

        // Only a text that masking leaves alone is returned, so that masking twice is masking once by construction. It ends: every
        // further pass has fewer letters and digits outside placeholders. The rules are written so that the second pass finds nothing.
        var masked = Pass(text);
        while (Pass(masked) is var again && again != masked)
            masked = again;

        return masked;
    }

    private static string Pass(string text)
    {
        var folded = TextFolding.Fold(StackTrace.Reduce(text));
        return folded.Length > 0 ? new MaskScan(folded).Run() : Placeholder;
    }
}
