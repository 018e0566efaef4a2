using FluentValidation;
using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Exchange;

/// <summary>A lossless copy of everything, as a stream.</summary>
public sealed record ExportAllQuery : IRequest<IAsyncEnumerable<ExportRecord>>;

/// <summary>Nothing to check: there is nothing to ask for but everything.</summary>
internal sealed class ExportAllValidator : AbstractValidator<ExportAllQuery>;

internal sealed class ExportAllHandler(IFixMemory memory) : IRequestHandler<ExportAllQuery, IAsyncEnumerable<ExportRecord>>
{
    public Task<IAsyncEnumerable<ExportRecord>> Handle(ExportAllQuery request, CancellationToken ct) => Task.FromResult(memory.ExportAsync(ct));
}
