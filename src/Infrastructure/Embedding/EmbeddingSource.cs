namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>Where vectors come from.</summary>
internal enum EmbeddingSource
{
    /// <summary>There are none; recall finds by words.</summary>
    None = 0,

    /// <summary>A model in a folder, run in this process.</summary>
    Folder = 1,

    /// <summary>An endpoint that speaks OpenAI's embeddings protocol.</summary>
    Endpoint = 2,

    /// <summary>The generator that the host registered itself.</summary>
    Host = 3,
}
