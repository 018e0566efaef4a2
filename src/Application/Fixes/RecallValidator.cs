using FluentValidation;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.Fixes;

internal sealed class RecallValidator : AbstractValidator<RecallQuery>
{
    public RecallValidator()
    {
        RuleFor(q => q.RecallKey).Keeps("key", Rules.RecallKey);
        RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.RecallLimit));
        RuleFor(q => q.Scope).KeepsScope();
        RuleFor(q => q.Filter).SetValidator(new FilterValidator()!).OverridePropertyName("filter");
        RuleFor(q => q.Before).Keeps("before", before => Rules.OptionalWithin(before, 1, long.MaxValue));
        RuleFor(q => q.Exclude).Keeps("exclude", ids => ids?.Count > Limits.Exclude ? $"must be at most {Limits.Exclude} ids" : null);
        RuleForEach(q => q.Exclude).Keeps("exclude", Rules.Id);
        RuleFor(q => q.BudgetMilliseconds).Keeps("budget_ms", budget => Rules.OptionalWithin(budget, 1, Limits.BudgetMilliseconds));
    }

    private sealed class FilterValidator : AbstractValidator<RecallFilter>
    {
        public FilterValidator()
        {
            RuleFor(f => f.Service).Keeps("service", Rules.OptionalName);
            RuleFor(f => f.Server).Keeps("server", Rules.OptionalName);
            RuleFor(f => f.Environment).Keeps("environment", Rules.OptionalName);
            RuleFor(f => f.Version).Keeps("version", Rules.OptionalName);
            RuleFor(f => f.Agent).Keeps("agent", Rules.OptionalAgent);
            RuleFor(f => f.Kind).Keeps("kind", kind => Rules.OptionalOneOf(kind, "fix", "memory"));
            RuleFor(f => f.Tag).Keeps("tag", Rules.OptionalName);
        }
    }
}
