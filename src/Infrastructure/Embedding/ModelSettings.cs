namespace ObsControlPlane.Infrastructure.Embedding;

/// <summary>How a model in a folder is to be used; the defaults suit most sentence embedding models.</summary>
/// <param name="Id">Name of the model.</param>
internal sealed record ModelSettings(string Id)
{
    /// <summary>Most tokens a model of this kind is asked for; models with rotary positions take 8,192.</summary>
    public const int MostTokens = 8192;

    /// <summary>Numbers in a vector, 1–4,096; null to take what the model gives.</summary>
    public int? Dimension { get; init; }

    /// <summary>Tokens of one text, 3–<see cref="MostTokens"/>, the two at its ends included; the rest of the text is cut off.</summary>
    public int MaxTokens { get; init; } = 256;

    /// <summary>Pooling.</summary>
    public Pooling Pooling { get; init; } = Pooling.Mean;

    /// <summary>What the model was trained to see before a question, and never before a document; may be empty.</summary>
    public string QueryPrefix { get; init; } = "";

    /// <summary>True when the model knows lower case without accents only.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Share of the cosine in a fused relevance, 0–1 (ADR 0008).</summary>
    public double Weight { get; init; } = DefaultWeight;

    /// <summary>Relevance from which a hit answers the question, 0–1; null when nobody has measured it.</summary>
    public double? Threshold { get; init; }

    /// <summary>Share that suited every set it was measured on (ADR 0008).</summary>
    public const double DefaultWeight = .6;
}
