namespace ObsControlPlane.Domain.Outcomes;

/// <summary>What <see cref="SuccessReading"/> read.</summary>
/// <param name="Success">True: it worked; false: it failed; null: not known, which is never failure.</param>
/// <param name="Inferred">Whether it was read from the words of the content. False when nothing was read.</param>
public readonly record struct SuccessReadResult(bool? Success, bool Inferred)
{
    /// <summary>Nothing could be read.</summary>
    public static SuccessReadResult NotKnown => default;
}
