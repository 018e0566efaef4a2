using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Sources;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Application.Fixes;

/// <summary>Fixes, newest first, ties by id (contract 6).</summary>
/// <param name="Limit">At most this many, 1–200.</param>
/// <param name="After">Place to go on from, or null.</param>
/// <param name="Success"><c>true</c>, <c>false</c> or <c>unknown</c>; null = any.</param>
/// <param name="Agent">Only fixes that this agent told, or null.</param>
/// <param name="Server">Only fixes told for this server, or null.</param>
/// <param name="Service">Only fixes told for this service, or null.</param>
/// <param name="Since">Only fixes told at or after this, epoch milliseconds, or null.</param>
/// <param name="Fingerprint">Only fixes of this issue, or null.</param>
public sealed record GetRecentFixesQuery(
    int Limit = 20, ListPosition? After = null, string? Success = null, string? Agent = null, string? Server = null,
    string? Service = null, long? Since = null, string? Fingerprint = null) : IRequest<FixPage>;

/// <summary>One page of fixes.</summary>
/// <param name="Fixes">The fixes.</param>
/// <param name="Next">Place to go on from; null at the end, and where a stand-in answers.</param>
/// <param name="Source"><c>memory</c>, or <c>graph</c> where its copy stands in for a record that does not answer.</param>
/// <param name="Complete">False where acknowledged fixes may be missing: a copy answers, or the record has yet to take some.</param>
public sealed record FixPage(IReadOnlyList<FixView> Fixes, ListPosition? Next, string Source, bool Complete);

internal sealed class GetRecentFixesValidator : AbstractValidator<GetRecentFixesQuery>
{
    public GetRecentFixesValidator()
    {
        RuleFor(q => q.Limit).Keeps("limit", limit => Rules.OptionalWithin(limit, 1, Limits.ListLimit));
        RuleFor(q => q.Success).Keeps("success", s => Rules.OptionalOneOf(s, "true", "false", "unknown"));
        RuleFor(q => q.Agent).Keeps("agent", Rules.OptionalAgent);
        RuleFor(q => q.Server).Keeps("server", Rules.OptionalName);
        RuleFor(q => q.Service).Keeps("service", Rules.OptionalName);
        RuleFor(q => q.Since).Keeps("since", since => Rules.OptionalWithin(since, 0, long.MaxValue));
        RuleFor(q => q.Fingerprint).Keeps("fingerprint", Rules.OptionalFingerprint);
    }
}

internal sealed class GetRecentFixesHandler(IFixMemory memory, IFixGraph graph, IStoreLag lag, FixViews views, TimeProvider clock)
    : IRequestHandler<GetRecentFixesQuery, FixPage>
{
    /// <summary>What the record has before the graph's copy is shown.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public async Task<FixPage> Handle(GetRecentFixesQuery request, CancellationToken ct)
    {
        var isBehind = lag.Read().Record > 0;
        if (request != new GetRecentFixesQuery(request.Limit))
            return Page(request, await ListAsync(request, ct), isBehind);
        var listed = await SourceCall.RunAsync(token => ListAsync(request, token), Patience, clock, ct);
        if (listed.Value is { } found)
            return Page(request, found, isBehind);
        var copied = await SourceCall.RunAsync(token => graph.GetRecentAsync(request.Limit, token), Patience, clock, ct);
        return copied.Value is { } copies
            ? new FixPage(views.Of(copies), null, "graph", Complete: false)
            : throw listed.Failure ?? new StoreUnavailableException("memory", "answer in time", transient: true);
    }

    // One more than asked for tells whether there is a next page.
    private Task<IReadOnlyList<FixWithEvidence>> ListAsync(GetRecentFixesQuery request, CancellationToken ct) => memory.ListFixesAsync(
        new FixListQuery(
            request.Limit + 1, request.After, StateOf(request.Success), request.Agent, request.Server, request.Service, request.Since,
            request.Fingerprint is null ? null : Fingerprint.Parse(request.Fingerprint)),
        ct);

    private FixPage Page(GetRecentFixesQuery request, IReadOnlyList<FixWithEvidence> found, bool isBehind)
    {
        IReadOnlyList<FixWithEvidence> page = [.. found.Take(request.Limit)];
        var next = found.Count > page.Count ? new ListPosition(page[^1].Fix.Ts, page[^1].Fix.Id) : null;
        return new FixPage(views.Of(page), next, "memory", Complete: !isBehind);
    }

    private static SuccessState? StateOf(string? success) => success switch
    {
        "true" => SuccessState.Worked,
        "false" => SuccessState.Failed,
        "unknown" => SuccessState.Unknown,
        _ => null,
    };
}
