using FluentValidation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Application.Validation;

/// <summary>Ties the rules of <see cref="Rules"/> to the fields of a request, under the names those have on the wire.</summary>
public static class RuleBuilding
{
    /// <summary>The field must keep a rule.</summary>
    /// <param name="rule">The field.</param>
    /// <param name="name">Its name on the wire (snake_case; a list's items get their position by themselves).</param>
    /// <param name="whyNot">The rule: null when kept, else one sentence.</param>
    /// <typeparam name="T">The request.</typeparam>
    /// <typeparam name="TField">The field's type.</typeparam>
    /// <returns>The rule, to go on with.</returns>
    public static IRuleBuilderOptions<T, TField> Keeps<T, TField>(this IRuleBuilder<T, TField> rule, string name, Func<TField, string?> whyNot) =>
        rule.Must((_, value, context) =>
        {
            var why = whyNot(value);
            context.MessageFormatter.AppendArgument("Why", why ?? "");
            return why is null;
        }).WithMessage("{Why}").OverridePropertyName(name);

    /// <summary>Each part of a scope that is said must be a name.</summary>
    /// <param name="rule">The scope; null says nothing.</param>
    /// <param name="name">Its name on the wire.</param>
    /// <typeparam name="T">The request.</typeparam>
    /// <returns>The rule, to go on with.</returns>
    public static IRuleBuilderOptions<T, Scope?> KeepsScope<T>(this IRuleBuilder<T, Scope?> rule, string name = "scope") =>
        rule.SetValidator(new ScopeValidator()!).OverridePropertyName(name);

    /// <summary>There must not be too many tags.</summary>
    /// <param name="rule">The tags; null says nothing.</param>
    /// <typeparam name="T">The request.</typeparam>
    /// <returns>The rule, to go on with.</returns>
    public static IRuleBuilderOptions<T, IReadOnlyList<string?>?> KeepsTags<T>(this IRuleBuilder<T, IReadOnlyList<string?>?> rule) =>
        rule.Keeps("tags", tags => tags?.Count > Limits.Tags ? $"must be at most {Limits.Tags} tags" : null);

    private sealed class ScopeValidator : AbstractValidator<Scope>
    {
        public ScopeValidator()
        {
            RuleFor(s => s.Service).Keeps("service", Rules.OptionalName);
            RuleFor(s => s.Server).Keeps("server", Rules.OptionalName);
            RuleFor(s => s.Environment).Keeps("environment", Rules.OptionalName);
            RuleFor(s => s.Version).Keeps("version", Rules.OptionalName);
        }
    }
}
