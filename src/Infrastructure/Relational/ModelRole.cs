namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>What the vectors of a model are for.</summary>
internal enum ModelRole
{
    /// <summary>Nothing any more; they are deleted.</summary>
    Old = 0,

    /// <summary>They are searched.</summary>
    Serving = 1,

    /// <summary>They are made to replace those that are searched.</summary>
    Making = 2,
}
