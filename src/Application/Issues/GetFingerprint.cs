using System.Text;
using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Application.Issues;

/// <summary>Shows what an issue's identity is made of. Exactly one of text and labels is given.</summary>
/// <param name="Text">The issue as text, or null.</param>
/// <param name="Labels">The issue as an alert's labels, or null.</param>
public sealed record GetFingerprintQuery(string? Text, IReadOnlyDictionary<string, string>? Labels) : ICarriesText<FingerprintView>
{
    /// <inheritdoc/>
    public IRequest<FingerprintView> Redacted(TextRedaction redaction) => new GetFingerprintQuery(
        redaction.Text(Text), Labels?.ToDictionary(label => label.Key, label => redaction.Text(label.Value)!, StringComparer.Ordinal));
}

/// <summary>Fingerprint and what it is the hash of.</summary>
/// <param name="Fingerprint"><c>f1:</c> and 32 hex digits.</param>
/// <param name="Masked">The masked text.</param>
/// <param name="Version">Version of the masking rules.</param>
public sealed record FingerprintView(string Fingerprint, string Masked, int Version);

internal sealed class GetFingerprintValidator : AbstractValidator<GetFingerprintQuery>
{
    public GetFingerprintValidator()
    {
        RuleFor(q => q.Text).Keeps("text", Rules.OptionalText);
        RuleFor(q => q).Must(q => q.Text is null != q.Labels is null)
            .WithMessage("exactly one of text and labels is required").OverridePropertyName("text");
        RuleFor(q => q.Labels).Keeps("labels", WhyBadLabels);
    }

    private static string? WhyBadLabels(IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null)
            return null;
        var texts = labels.SelectMany(label => new[] { label.Key, label.Value }).ToList();
        if (texts.Select(TextRules.WhyIllFormed).FirstOrDefault(why => why is not null) is { } illFormed)
            return illFormed;
        if (texts.Sum(text => (long)Encoding.UTF8.GetByteCount(text)) > Limits.TextBytes)
            return $"must have at most {Limits.TextBytes} bytes of UTF-8 together";
        return labels.Any(label => !string.IsNullOrWhiteSpace(label.Key) && !string.IsNullOrWhiteSpace(label.Value))
            ? null
            : "must hold at least one label with a name and a value";
    }
}

internal sealed class GetFingerprintHandler : IRequestHandler<GetFingerprintQuery, FingerprintView>
{
    public Task<FingerprintView> Handle(GetFingerprintQuery request, CancellationToken ct)
    {
        var issue = request.Labels is null ? Issue.FromText(request.Text!) : Issue.FromLabels(request.Labels);
        return Task.FromResult(new FingerprintView(issue.Fingerprint.Value, issue.Masked, Fingerprint.Version));
    }
}
