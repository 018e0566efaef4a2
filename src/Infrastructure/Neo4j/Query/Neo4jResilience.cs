using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;

namespace ObsControlPlane.Infrastructure.Neo4j.Query;

/// <summary>
/// Repeats and the circuit breaker. They stand around sending <i>and reading</i>, not in the HTTP client's handlers, because what went wrong is said in the
/// body of an answer whose status may be 202.
/// </summary>
internal static class Neo4jResilience
{
    private const int FewestCalls = 4;

    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    /// <summary>The pipeline for every statement.</summary>
    /// <param name="settings">Repeats and length of a break.</param>
    /// <param name="time">The clock.</param>
    /// <param name="state">Shows whether the breaker is open.</param>
    public static ResiliencePipeline Build(Neo4jSettings settings, TimeProvider time, CircuitBreakerStateProvider state)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (settings.Repeats > 0)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is Neo4jException { IsWorthRepeating: true }),
                MaxRetryAttempts = settings.Repeats,
                Delay = TimeSpan.FromMilliseconds(25),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
            });
        }

        return builder.AddCircuitBreaker(new CircuitBreakerStrategyOptions
        {
            ShouldHandle = args => ValueTask.FromResult(args.Outcome.Exception is UnansweredException or Neo4jException { Kind: Neo4jFaultKind.Unreachable }),
            FailureRatio = .5,
            MinimumThroughput = FewestCalls,
            SamplingDuration = Window,
            BreakDuration = settings.Break,
            StateProvider = state,
        }).Build();
    }
}
