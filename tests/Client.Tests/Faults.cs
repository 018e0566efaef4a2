using System.Net;

namespace ObsControlPlane.Client.Tests;

/// <summary>What goes wrong with one attempt.</summary>
public enum Fault
{
    None,
    LostBefore,
    LostAfter,
    Slow,
    Unavailable,
}

/// <summary>Stands between the repeats and the network; each attempt meets the next fault of the list, and none once it has ended.</summary>
internal sealed class Faults(params Fault[] faults) : DelegatingHandler
{
    private int _attempts;

    public int Attempts => _attempts;

    public List<string?> Keys { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = Interlocked.Increment(ref _attempts) - 1;
        Keys.Add(request.Headers.TryGetValues("Idempotency-Key", out var keys) ? keys.Single() : null);
        switch (attempt < faults.Length ? faults[attempt] : Fault.None)
        {
            case Fault.LostBefore:
                throw new HttpRequestException("reset before it was sent");
            case Fault.LostAfter:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                throw new HttpRequestException("reset after it was stored");
            case Fault.Slow:
                (await base.SendAsync(request, cancellationToken)).Dispose();
                await Task.Delay(Timeout.Infinite, cancellationToken);
                throw new InvalidOperationException("never reached");
            case Fault.Unavailable:
                var answer = new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
                answer.Headers.RetryAfter = new(TimeSpan.FromSeconds(1));
                return answer;
            default:
                return await base.SendAsync(request, cancellationToken);
        }
    }
}
