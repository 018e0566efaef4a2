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
        Standing(evidence, asked, clock.GetUtcNow().ToUnixTimeMilliseconds());

    /// <summary>The standing that counted outcomes gave for a scope at an instant, epoch milliseconds.</summary>
    public Standing Standing(IReadOnlyList<ScopedEvidence> evidence, Scope asked, long at) => StandingCalculator.For(evidence, asked, at, settings);
}
