namespace ObsControlPlane.Reliability.Load;

/// <summary>What the caller knows about one thing it asked for.</summary>
internal enum Fate
{
    /// <summary>No definite answer: it may be stored or not, but at most once.</summary>
    Unknown,

    /// <summary>200, 201 or 202: it must be there for ever.</summary>
    Acknowledged,

    /// <summary>4xx: it must never appear.</summary>
    Refused,

    /// <summary>503: the server says that it is not stored.</summary>
    Unavailable,
}
