using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Shows fixes with their standing now.</summary>
internal sealed class FixViews(OutcomeSettings settings, TimeProvider clock)
{
    /// <summary>The fix with its standing for its own scope.</summary>
    public FixView Of(FixWithEvidence record) => Of(record, record.Fix.Scope);

    /// <summary>The fix with its standing for the scope asked about.</summary>
    public FixView Of(FixWithEvidence record, Scope asked) => new(record.Fix, Standing(record.Evidence, asked));

    /// <summary>The fixes, each with its standing for its own scope, in their order.</summary>
    public IReadOnlyList<FixView> Of(IReadOnlyList<FixWithEvidence> records) => [.. records.Select(Of)];

    /// <summary>The standing that counted outcomes give for a scope.</summary>
    public Standing Standing(IReadOnlyList<ScopedEvidence> evidence, Scope asked) =>
        StandingCalculator.For(evidence, asked, clock.GetUtcNow().ToUnixTimeMilliseconds(), settings);
}
