namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>How the vectors of a text's tokens become the text's one vector.</summary>
internal enum Pooling
{
    /// <summary>The mean of all tokens.</summary>
    Mean = 0,

    /// <summary>The first token, <c>[CLS]</c>.</summary>
    Cls = 1,
}
