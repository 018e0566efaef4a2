namespace ObsControlPlane.Domain.Recall;

/// <summary>A finding with its place in an answer.</summary>
/// <param name="Finding">The finding.</param>
/// <param name="Score">0–1, higher is better; the sum of the signals' contributions.</param>
/// <param name="Signals">What the score is made of.</param>
/// <param name="Passes">Whether its relevance reaches the threshold.</param>
/// <param name="Similar">How many others it stands for, 0 or more: near-same solutions with the same success, and fixes that it superseded.</param>
public sealed record RankedHit(Finding Finding, double Score, IReadOnlyList<Signal> Signals, bool Passes, int Similar = 0)
{
    /// <summary>The record.</summary>
    public Guid Id => Finding.Id;

    /// <summary>Best first: the entries of the very key asked for, newest first; then by score; ties by id.</summary>
    internal static readonly Comparer<RankedHit> BestFirst = Comparer<RankedHit>.Create(Compare);

    private static int Compare(RankedHit one, RankedHit other)
    {
        var (oneKey, otherKey) = (one.Finding.Exact == ExactMatch.Key, other.Finding.Exact == ExactMatch.Key);
        if (oneKey != otherKey)
            return oneKey ? -1 : 1;
        var order = oneKey ? other.Finding.Record.Ts.CompareTo(one.Finding.Record.Ts) : other.Score.CompareTo(one.Score);
        return order != 0 ? order : one.Id.CompareTo(other.Id);
    }
}
