using Microsoft.Extensions.AI;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>A model that is ready to embed.</summary>
/// <param name="Generator">Makes its vectors.</param>
/// <param name="Description">What is known of it.</param>
/// <param name="QueryPrefix">What goes before a question; may be empty.</param>
/// <param name="IsOwned">True when the generator is to be disposed with the embedder, false when it is the host's.</param>
internal sealed record OpenModel(IEmbeddingGenerator<string, Embedding<float>> Generator, EmbeddingModel Description, string QueryPrefix, bool IsOwned = true);
