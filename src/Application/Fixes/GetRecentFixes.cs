using MediatR;
using ObsControlPlane.Application.Ports;

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
/// <param name="Next">Place to go on from; null at the end.</param>
public sealed record FixPage(IReadOnlyList<FixView> Fixes, ListPosition? Next);
