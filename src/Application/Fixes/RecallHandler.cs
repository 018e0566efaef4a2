using MediatR;

namespace ObsControlPlane.Application.Fixes;

internal sealed class RecallHandler(RecallAnswers answers) : IRequestHandler<RecallQuery, RecallAnswer>
{
    public Task<RecallAnswer> Handle(RecallQuery request, CancellationToken ct) => answers.AskAsync(request, ct);
}
