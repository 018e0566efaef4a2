namespace ObsControlPlane.Infrastructure.Postgres.Schema;

// What each column means is said where it is read and written (Rows/); here is its type. Instants are epoch milliseconds.

/// <summary>What somebody told, when and where.</summary>
internal abstract class ToldRow
{
    public Guid Id { get; set; }

    public long Ts { get; set; }

    public string? Agent { get; set; }

    public string? Service { get; set; }

    public string? Server { get; set; }

    public string? Environment { get; set; }

    public string? Version { get; set; }

    /// <summary>Hash of what was written, compared before it is believed.</summary>
    public byte[] ContentHash { get; set; } = [];
}

/// <summary>What a fix and the reports of it both say.</summary>
internal abstract class RememberedRow : ToldRow
{
    public bool? Success { get; set; }

    public string? Source { get; set; }

    public string? SourceId { get; set; }

    public string[]? Tags { get; set; }

    public string? Metadata { get; set; }
}

/// <summary>A fix or a memory: kind 0 has fingerprint, issue and solution; kind 1 has key and, as solution, its content.</summary>
internal sealed class MetadataRow : RememberedRow
{
    /// <summary>Number of the row, never used twice: what an index in memory and the vectors know the record by.</summary>
    public long Rid { get; set; }

    public short Kind { get; set; }

    public string? Fingerprint { get; set; }

    public byte[]? KeyHash { get; set; }

    public byte[] SolutionHash { get; set; } = [];

    public long FirstTs { get; set; }

    public long Sightings { get; set; }

    public long Revision { get; set; }

    public long? SuccessTs { get; set; }

    public long Worked { get; set; }

    public long Failed { get; set; }

    public long RolledBack { get; set; }

    public long Attempted { get; set; }

    public long Unknown { get; set; }

    public Guid? Supersedes { get; set; }

    public Guid? SupersededBy { get; set; }

    public string? Key { get; set; }

    public string? Issue { get; set; }

    public string Solution { get; set; } = "";

    /// <summary>The issue in upper case, which <i>contains</i> is looked up in.</summary>
    public string? IssueFolded { get; set; }

    /// <summary>Distinct terms of title, body and solution.</summary>
    public string[] Terms { get; set; } = [];

    /// <summary>How often each of them is said: a byte each for title, body and solution.</summary>
    public byte[] TermCounts { get; set; } = [];

    /// <summary>Terms, repeats included.</summary>
    public int Length { get; set; }

    /// <summary>The transaction that took it in, and the one that changed it last: what a follower asks for (<c>Feed/</c>).</summary>
    public ulong Added { get; set; }

    public ulong Changed { get; set; }
}

/// <summary>Terms of a record that has more than one row can hold.</summary>
internal sealed class FurtherTermsRow
{
    public Guid Id { get; set; }

    public int Part { get; set; }

    public string[] Terms { get; set; } = [];

    public byte[] TermCounts { get; set; } = [];
}

/// <summary>An issue that was told or seen.</summary>
internal sealed class IssueRow
{
    public string Fingerprint { get; set; } = "";

    public long FirstSeen { get; set; }

    public string? Text { get; set; }

    public byte[] ContentHash { get; set; } = [];
}

/// <summary>A report of a fix. issue_kind: 0 none was given, 1 the fix's own text, 2 the text in issue; solution is NULL when it is the fix's own.</summary>
internal sealed class ReportRow : RememberedRow
{
    public long Place { get; set; }

    public Guid Fix { get; set; }

    public string Fingerprint { get; set; } = "";

    public bool TsGiven { get; set; }

    public bool Inferred { get; set; }

    public byte[] Told { get; set; } = [];

    public short IssueKind { get; set; }

    public string? Issue { get; set; }

    public string? Solution { get; set; }
}

/// <summary>An outcome of a fix.</summary>
internal sealed class OutcomeRow : ToldRow
{
    public Guid Fix { get; set; }

    public short Kind { get; set; }

    public bool Counted { get; set; }

    public short Evidence { get; set; }

    public Guid? RecallId { get; set; }

    public string? ApplicationId { get; set; }

    public Guid? EpisodeId { get; set; }

    public string? Note { get; set; }
}

/// <summary>Counted outcomes of a fix in one exact scope; '' is a part that was not said.</summary>
internal sealed class EvidenceRow
{
    public Guid Fix { get; set; }

    public string Service { get; set; } = "";

    public string Server { get; set; } = "";

    public string Environment { get; set; } = "";

    public string Version { get; set; } = "";

    public long WorkedReported { get; set; }

    public long WorkedPerson { get; set; }

    public long WorkedVerified { get; set; }

    public long WorkedCleared { get; set; }

    public long FailedReported { get; set; }

    public long FailedPerson { get; set; }

    public long FailedVerified { get; set; }

    public long FailedCleared { get; set; }

    public long Unknown { get; set; }

    public long CameBack { get; set; }

    public long? LastTs { get; set; }

    public long? LastWorkedTs { get; set; }

    public long? CameBackTs { get; set; }

    public byte[] ContentHash { get; set; } = [];
}
