using FluentValidation;
using MediatR;
using ObsControlPlane.Api.Pages.Layout;
using ObsControlPlane.Application.Fixes;

namespace ObsControlPlane.Api.Pages.Memory;

/// <summary>Recall: what has proven itself for an issue like this one. The question is the page's address, so it can be passed on.</summary>
internal sealed class MemoryPage(IMediator mediator, IValidator<RecallQuery> validator, TimeProvider time) : IPage
{
    public static string Pattern => "/memory";

    /// <summary>Who has asked reads the answer: it must not move, and the question must not be asked again and again.</summary>
    public static bool IsLive => false;

    public async Task<PageContent?> LoadAsync(PageRequest request, CancellationToken ct)
    {
        var filter = new RecallFilter(Service: request.Text("service"), Server: request.Text("server"), Environment: request.Text("environment"), Kind: request.Text("kind"));
        var text = request.Text("q");
        var question = text is null ? null : new RecallQuery(KeyOf(text), Filter: filter, Explain: true, Candidates: true);
        var refusal = question is null ? null : (await validator.ValidateAsync(question, ct)).Errors.FirstOrDefault()?.ErrorMessage;
        var answer = question is null || refusal is not null ? null : await mediator.Send(question, ct);
        return PageContent.Of<MemoryBody>(
            text is null ? "Memory" : $"{Parts.Words.Short(text)} · Memory", new MemoryView(text, filter, answer, refusal, time.GetUtcNow().ToUnixTimeMilliseconds(), request.Address));
    }

    // Who searches here describes an issue; a key of a memory, such as runbook:…, is taken as it is.
    private static string KeyOf(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && !text.AsSpan(0, colon).Contains(' ') ? text : $"issue:{text}";
    }
}

/// <summary>A question and its answer.</summary>
/// <param name="Question">What was asked, or null.</param>
/// <param name="Filter">What the answer is restricted to.</param>
/// <param name="Answer">The answer; null without a question.</param>
/// <param name="Refusal">Why it could not be asked, or null.</param>
/// <param name="Now">Our clock, epoch milliseconds.</param>
/// <param name="Address">Scheme and host of this page.</param>
public sealed record MemoryView(string? Question, RecallFilter Filter, RecallAnswer? Answer, string? Refusal, long Now, string Address)
{
    /// <summary>The one sentence that says what was found.</summary>
    internal static string Found(RecallAnswer answer) => answer.Verdict switch
    {
        Domain.Recall.Verdict.Proven => "There is a fix that has proven itself.",
        Domain.Recall.Verdict.Unproven => "There are fixes; none of them has proven itself yet.",
        _ => "Nothing that answers this is known.",
    };

    /// <summary>What the answer lacks, one sentence; null when nothing.</summary>
    internal static string? Lacking(RecallAnswer answer)
    {
        var missing = answer.Sources.Where(source => source.Status is not ("ok" or "off" or "loading")).Select(source => $"{source.Name} ({source.Status})").ToList();
        return answer.Complete ? null : $"Not everything could be searched: {string.Join(", ", missing)}. What is not shown may be there all the same.";
    }
}
