namespace ObsControlPlane.Domain;

/// <summary>Every limit of the contract, once; the same for HTTP, terminal and import.</summary>
public static class Limits
{
    /// <summary>Characters (UTF-16 units) in an agent name, server, part of a scope, type, source, source id or tag; at least 1.</summary>
    public const int NameLength = 200;

    /// <summary>Tags of one report.</summary>
    public const int Tags = 32;

    /// <summary>Characters in a memory's key; at least 1. After <c>issue:</c> the limit holds instead.</summary>
    public const int KeyLength = 1_000;

    /// <summary>Bytes of UTF-8 in an issue, a solution, a content or a question; at least 1 and not blank.</summary>
    public const int TextBytes = 1 << 20;

    /// <summary>Bytes of UTF-8 in a metadata object.</summary>
    public const int MetadataBytes = 64 * 1024;

    /// <summary>Depth of a metadata object; the object itself is depth 1.</summary>
    public const int MetadataDepth = 16;

    /// <summary>Bytes of UTF-8 in the note of an evidence.</summary>
    public const int NoteBytes = 4 * 1024;

    /// <summary>Rarest terms of a question that are searched for.</summary>
    public const int QueryTerms = 64;

    /// <summary>Ids a recall may exclude.</summary>
    public const int Exclude = 1_000;

    /// <summary>Items in one batch.</summary>
    public const int BatchItems = 10_000;

    /// <summary>Bytes of one batch body after decompression.</summary>
    public const int BatchBytes = 32 * 1024 * 1024;

    /// <summary>Bytes of any other body after decompression.</summary>
    public const int BodyBytes = 8 * 1024 * 1024;

    /// <summary>Depth of any JSON body.</summary>
    public const int JsonDepth = 64;

    /// <summary>Bytes of a GET's query string.</summary>
    public const int QueryStringBytes = 8 * 1024;

    /// <summary>How far a caller's clock may run ahead of ours, in milliseconds.</summary>
    public const long AheadMilliseconds = 5 * 60 * 1000;

    /// <summary>Largest <c>limit</c> of fixes, agents and patterns.</summary>
    public const int ListLimit = 200;

    /// <summary>Largest <c>limit</c> of recall and similar issues.</summary>
    public const int RecallLimit = 100;

    /// <summary>Largest <c>days</c> of patterns.</summary>
    public const int Days = 3_650;

    /// <summary>Largest <c>budget_ms</c> of a recall.</summary>
    public const int BudgetMilliseconds = 10_000;

    /// <summary>Longest interval between two reports of an agent, in seconds: one day.</summary>
    public const int IntervalSeconds = 86_400;

    /// <summary>Longest step of a series, in seconds: one day.</summary>
    public const int StepSeconds = 86_400;

    /// <summary>Most keys that work at once.</summary>
    public const int Keys = 1_000;

    /// <summary>Longest time that a replaced key goes on working, in seconds: 30 days.</summary>
    public const int KeyGraceSeconds = 30 * 86_400;
}
