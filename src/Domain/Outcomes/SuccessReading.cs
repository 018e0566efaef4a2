namespace ObsControlPlane.Domain.Outcomes;

/// <summary>
/// How remembering reads whether a fix worked: from <c>metadata.success</c>; else, of a fix only, from what its words state about the
/// action. Words that describe the problem count for nothing, and what is not stated is not known.
/// </summary>
public static class SuccessReading
{
    /// <summary>Reads the outcome of what is being remembered.</summary>
    /// <param name="metadataSuccess">The scalar under <c>metadata.success</c> as text, unquoted; null where there is none.</param>
    /// <param name="content">What was done, in words.</param>
    /// <param name="isIssueKey">Whether the key is <c>issue:…</c>; of any other key no words are read.</param>
    /// <returns>A stated value wins over the words; a value that is none of the known ones counts as absent.</returns>
    public static SuccessReadResult Read(string? metadataSuccess, string content, bool isIssueKey)
    {
        ArgumentNullException.ThrowIfNull(content);
        if (Stated(metadataSuccess) is { } stated)
            return new SuccessReadResult(stated, Inferred: false);

        return isIssueKey && OutcomeStatements.Read(content) is { } read
            ? new SuccessReadResult(read, Inferred: true)
            : SuccessReadResult.NotKnown;
    }

    private static bool? Stated(string? value) => value?.Trim().ToLowerInvariant() switch
    {
        "true" or "1" or "yes" or "success" or "succeeded" or "worked" or "resolved" or "fixed" => true,
        "false" or "0" or "no" or "failed" or "failure" or "error" => false,
        _ => null,
    };
}
