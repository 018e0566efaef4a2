namespace ObsControlPlane.Application.Ports;

/// <summary>How an embedder is.</summary>
public enum EmbedderState
{
    /// <summary>Embeddings are off.</summary>
    Off = 0,

    /// <summary>The model is not loaded yet; whoever asks for a vector waits for it.</summary>
    Loading = 1,

    /// <summary>It works, as far as is known.</summary>
    Ready = 2,

    /// <summary>The model cannot be loaded, or the last text got no vector.</summary>
    Failed = 3,
}
