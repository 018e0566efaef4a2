using MediatR;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Application.Exchange;

/// <summary>A lossless copy of everything, as a stream.</summary>
public sealed record ExportAllQuery : IRequest<IAsyncEnumerable<ExportRecord>>;
