namespace ObsControlPlane.Infrastructure.Search;

/// <summary>
/// How much a word counts in each part of a record, in halves of a word of the body. Measured: a title of weight 3 is the recipe that the
/// retrieval figures rest on; a solution holds the words of the cure more than those of the complaint.
/// </summary>
/// <param name="Title">In the title; 6 is three words of the body.</param>
/// <param name="Body">In the body.</param>
/// <param name="Solution">In the solution.</param>
internal sealed record FieldWeights(int Title, int Body, int Solution)
{
    /// <summary>Units in one word of the body.</summary>
    public const double UnitsPerWord = 2;

    /// <summary>The weights that the index uses.</summary>
    public static FieldWeights Used { get; } = new(Title: 6, Body: 2, Solution: 1);
}
