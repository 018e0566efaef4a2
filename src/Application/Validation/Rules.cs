using System.Text;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Application.Validation;

/// <summary>
/// The rules of a single field (contract 1), each as a function that answers null when the value keeps it, else one sentence that
/// says what is wrong and how to mend it. <c>Optional…</c> lets null pass; the others call it missing.
/// </summary>
public static class Rules
{
    private const string Missing = "is required";

    /// <summary>A name: server, part of a scope, type, source, source id, tag.</summary>
    public static string? Name(string? value) => value is null ? Missing : TextRules.WhyInvalidName(value);

    /// <summary>A name or null.</summary>
    public static string? OptionalName(string? value) => value is null ? null : TextRules.WhyInvalidName(value);

    /// <summary>An agent's name.</summary>
    public static string? Agent(string? value) => value is null ? Missing : AgentName.WhyInvalid(value);

    /// <summary>An agent's name or null.</summary>
    public static string? OptionalAgent(string? value) => value is null ? null : AgentName.WhyInvalid(value);

    /// <summary>An issue, a solution, a content or a question.</summary>
    public static string? Text(string? value) => value is null ? Missing : TextRules.WhyUnacceptable(value);

    /// <summary>Such a text or null.</summary>
    public static string? OptionalText(string? value) => value is null ? null : TextRules.WhyUnacceptable(value);

    /// <summary>The key of a memory; after <c>issue:</c> the issue's limit holds instead of the key's.</summary>
    public static string? MemoryKey(string? value)
    {
        if (value is null || Fix.IssueIn(value) is not null)
            return RecallKey(value);
        if (value.Length > Limits.KeyLength)
            return $"must have at most {Limits.KeyLength} characters; shorten it, or put the text into content";
        return TextRules.WhyUnacceptable(value);
    }

    /// <summary>The key of a recall: after <c>issue:</c> an issue, else a question; both have the same limit.</summary>
    public static string? RecallKey(string? value)
    {
        if (value is null)
            return Missing;
        if (Fix.IssueIn(value) is not { } issue)
            return TextRules.WhyUnacceptable(value);
        return TextRules.WhyUnacceptable(issue) is { } why ? $"after '{Fix.KeyPrefix}' {why}" : null;
    }

    /// <summary>The fingerprint of an issue, <c>f1:</c> and 32 hex digits.</summary>
    public static string? FingerprintText(string? value) => value is null ? Missing : OptionalFingerprint(value);

    /// <summary>Such a fingerprint or null.</summary>
    public static string? OptionalFingerprint(string? value) => value is null || Fingerprint.TryParse(value, out _)
        ? null
        : "must be a fingerprint: 'f1:' and 32 lower-case hex digits, as an earlier answer or GET /api/fingerprint gave it";

    /// <summary>An id as text, or null.</summary>
    public static string? OptionalId(string? value) =>
        value is null || Guid.TryParseExact(value, "D", out _) ? null : "must be a UUID such as an earlier answer gave";

    /// <summary>An id as text.</summary>
    public static string? Id(string? value) => value is null ? Missing : OptionalId(value);

    /// <summary>A caller's own JSON object, or null.</summary>
    public static string? OptionalMetadata(Metadata? value) => value is null ? null : JsonObjectText.WhyInvalid(value.Json);

    /// <summary>The note of an evidence, or null.</summary>
    public static string? OptionalNote(string? value)
    {
        if (value is null)
            return null;
        if (TextRules.WhyIllFormed(value) is { } illFormed)
            return illFormed;
        return Encoding.UTF8.GetByteCount(value) > Limits.NoteBytes ? $"must have at most {Limits.NoteBytes} bytes of UTF-8; shorten it" : null;
    }

    /// <summary>An instant a caller gave, epoch milliseconds, or null.</summary>
    /// <param name="value">The instant.</param>
    /// <param name="now">Our clock, epoch milliseconds.</param>
    public static string? OptionalTs(long? value, long now) => value switch
    {
        null => null,
        <= 0 => "must be epoch milliseconds above 0",
        _ when value > now + Limits.AheadMilliseconds =>
            $"must be at most 5 minutes ahead of this server's clock, which says {now}; correct the sender's clock",
        _ => null,
    };

    /// <summary>A whole number within limits, both inclusive; null passes.</summary>
    public static string? OptionalWithin(long? value, long least, long most) =>
        value is null || (value >= least && value <= most) ? null : $"must be from {least} to {most}";

    /// <summary>One of a closed set of words, or null.</summary>
    public static string? OptionalOneOf(string? value, params ReadOnlySpan<string> words) =>
        value is null || words.Contains(value) ? null : $"must be one of: {string.Join(", ", words!)}";

    /// <summary>An idempotency key, or null.</summary>
    public static string? OptionalKey(WriteKey? value) => value is null ? null : TextRules.WhyInvalidName(value.Key);

    /// <summary>Whether an issue and a fingerprint given with it are of the same issue; true while one of them is missing or breaks its own rule.</summary>
    public static bool Agree(string? issue, string? given) =>
        Text(issue) is not null || !Fingerprint.TryParse(given, out var fingerprint) || Issue.FromText(issue!).Fingerprint == fingerprint;
}
