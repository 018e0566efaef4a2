namespace ObsControlPlane.Domain.Issues;

/// <summary>
/// Something that went wrong, as it was said, with what makes it the same issue when it is said again. Two issues with one
/// <see cref="Fingerprint"/> are one issue, whatever their texts.
/// </summary>
public sealed record Issue
{
    private Issue(string text)
    {
        Text = text;
        Masked = IssueMasking.Mask(text);
        Fingerprint = Fingerprint.OfMasked(Masked);
        Title = FirstLine(text);
    }

    /// <summary>The text exactly as given; for an alert, its name and stable labels, one a line.</summary>
    public string Text { get; }

    /// <summary>What was hashed: the text with everything masked that differs from one occurrence to the next; never empty.</summary>
    public string Masked { get; }

    /// <summary>The fingerprint of <see cref="Masked"/>.</summary>
    public Fingerprint Fingerprint { get; }

    /// <summary>The first line of <see cref="Text"/> that is not blank, trimmed, whole whatever its length.</summary>
    public string Title { get; }

    /// <summary>An issue told in words, a log line or a stack trace.</summary>
    /// <param name="text">Any UTF-16; a limit of length is the caller's.</param>
    /// <exception cref="ArgumentException">The text is null or blank.</exception>
    public static Issue FromText(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        return new Issue(text);
    }

    /// <summary>
    /// An alert: its name and its stable labels, in ordinal order. Labels that say where or how badly it fires (instance, pod, replica,
    /// host, cluster, severity and the like) do not count, unless there are no others. <c>FromText(issue.Text)</c> is the same issue.
    /// </summary>
    /// <param name="labels">Label names, case as the sender has it, and values.</param>
    /// <exception cref="ArgumentException">There is no label with a name and a value.</exception>
    public static Issue FromLabels(IReadOnlyDictionary<string, string> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        var text = AlertLabels.Render(labels);
        return text.Length > 0
            ? new Issue(text)
            : throw new ArgumentException("An alert needs at least one label that is not blank.", nameof(labels));
    }

    private static string FirstLine(string text)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (!line.IsWhiteSpace())
                return line.Trim().ToString();
        }

        return text.Trim();
    }
}
