using FluentValidation;
using ObsControlPlane.Application.Validation;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Rules of a fix as someone tells it, the same at every door.</summary>
internal sealed class FixSubmissionValidator : AbstractValidator<FixSubmission>
{
    public FixSubmissionValidator(TimeProvider clock)
    {
        RuleFor(s => s.Issue).Keeps("issue", Rules.OptionalText);
        RuleFor(s => s.Issue).Keeps("issue", _ => "is required unless fingerprint names a known issue").When(s => s.Issue is null && s.Fingerprint is null);
        RuleFor(s => s.Fingerprint).Keeps("fingerprint", Rules.OptionalFingerprint);
        RuleFor(s => s.Fingerprint).Must((s, given) => Rules.Agree(s.Issue, given))
            .WithMessage("is not the fingerprint of issue; leave one of the two out").OverridePropertyName("fingerprint");
        RuleFor(s => s.Solution).Keeps("solution", Rules.Text);
        RuleFor(s => s.Agent).Keeps("agent", Rules.OptionalAgent);
        RuleFor(s => s.Scope).KeepsScope();
        RuleFor(s => s.Ts).Keeps("ts", ts => Rules.OptionalTs(ts, clock.GetUtcNow().ToUnixTimeMilliseconds()));
        RuleFor(s => s.Source).Keeps("source", Rules.OptionalName);
        RuleFor(s => s.SourceId).Keeps("source_id", Rules.OptionalName);
        RuleFor(s => s.Tags).KeepsTags();
        RuleForEach(s => s.Tags).Keeps("tags", Rules.Name);
        RuleFor(s => s.Metadata).Keeps("metadata", Rules.OptionalMetadata);
    }
}
