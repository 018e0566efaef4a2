using System.ComponentModel.DataAnnotations;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Api.Wire.Bodies;

/// <summary>Body of <c>POST /api/recall</c>.</summary>
internal sealed record RecallBody
{
    /// <summary><c>issue:X</c> asks for fixes of X; any other text asks for fixes and memories. At most 1 MiB of UTF-8, not blank.</summary>
    public required string Key { get; init; }

    /// <summary>Results and candidates together; the other lists have this many each. 10 when missing.</summary>
    [Range(1, Limits.RecallLimit)]
    public int? Limit { get; init; }

    /// <summary>Hint for standing and order.</summary>
    public ScopeBody? Scope { get; init; }

    /// <summary>Restriction.</summary>
    public FilterBody? Filter { get; init; }

    /// <summary>Only what was told before this, epoch milliseconds, exclusive.</summary>
    public long? Before { get; init; }

    /// <summary>Ids that are not wanted, up to 1,000.</summary>
    [MaxLength(Limits.Exclude)]
    public IReadOnlyList<string>? Exclude { get; init; }

    /// <summary>True for the signals behind each score.</summary>
    public bool? Explain { get; init; }

    /// <summary>True for the nearest below the threshold, too.</summary>
    public bool? Candidates { get; init; }

    /// <summary>Deadline in milliseconds.</summary>
    [Range(1, Limits.BudgetMilliseconds)]
    public int? BudgetMs { get; init; }
}

/// <summary>Restriction of a recall, each part exact; takes no other member.</summary>
internal sealed record FilterBody
{
    /// <summary>Service.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Service { get; init; }

    /// <summary>Host.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Server { get; init; }

    /// <summary>Environment.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Environment { get; init; }

    /// <summary>Version.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Version { get; init; }

    /// <summary>Agent.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Agent { get; init; }

    /// <summary><c>fix</c> or <c>memory</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>Tag.</summary>
    [StringLength(Limits.NameLength, MinimumLength = 1)]
    public string? Tag { get; init; }
}
