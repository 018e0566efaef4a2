using System.Diagnostics.Metrics;
using FluentValidation;
using ObsControlPlane.Application.Agents;
using ObsControlPlane.Application.Alerts;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Memories;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application.Telemetry;

/// <summary>The instruments of the use cases. Every tag is from a closed set: no id, name or text of a caller ever becomes one.</summary>
public sealed class ControlPlaneMeter : IDisposable
{
    /// <summary>Name of the meter, for an exporter to subscribe to.</summary>
    public const string Name = "ObsControlPlane";

    // Seconds: a durable write takes less than a millisecond on a quiet machine, a recall's deadline is at most ten seconds.
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10],
    };

    private readonly Meter _meter;
    private readonly Histogram<double> _remember;
    private readonly Histogram<double> _recall;
    private readonly Counter<long> _recallResults;
    private readonly Counter<long> _outcomes;
    private readonly Counter<long> _registrations;
    private readonly Counter<long> _reports;
    private readonly Counter<long> _embeddings;
    private readonly Counter<long> _redactions;
    private readonly Counter<long> _alerts;

    /// <summary>Creates the instruments; one instance per host.</summary>
    public ControlPlaneMeter()
    {
        // The scope tells the meters of two hosts in one process (tests, a terminal verb) apart.
        _meter = new Meter(new MeterOptions(Name) { Scope = this });
        _remember = _meter.CreateHistogram<double>("ocp.remember.duration", "s", "Time to take in one fix or memory, by result.", null, Durations);
        _recall = _meter.CreateHistogram<double>("ocp.recall.duration", "s", "Time to answer one recall, by result.", null, Durations);
        _recallResults = _meter.CreateCounter<long>("ocp.recall.results", null, "Answered recalls, by verdict.");
        _outcomes = _meter.CreateCounter<long>("ocp.fix.outcomes", null, "Outcomes recorded for a fix or stated with one, imports left out.");
        _registrations = _meter.CreateCounter<long>("ocp.agent.registrations", null, "Registrations of agents, by result.");
        _reports = _meter.CreateCounter<long>("ocp.telemetry.reports", null, "Telemetry reports, by result.");
        _embeddings = _meter.CreateCounter<long>("ocp.embeddings", null, "Texts given to the embedding model, by kind; what a cache answers is not counted.");
        _alerts = _meter.CreateCounter<long>("ocp.alerts.received", null, "Alerts received, by source and what they did.");
        _redactions = _meter.CreateCounter<long>("ocp.redactions", null, "Secrets taken out of requests, by family.");
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    /// <summary>Counts one text that is given to the embedding model.</summary>
    /// <param name="isQuery">True for a question, false for a text to be found.</param>
    public void CountEmbedding(bool isQuery) => _embeddings.Add(1, Tag("kind", isQuery ? "query" : "document"));

    /// <summary>Counts one secret that was taken out of a request.</summary>
    /// <param name="family">Its family: a built-in one or one of the settings'.</param>
    internal void CountRedaction(string family) => _redactions.Add(1, Tag("family", family));

    /// <summary>Records what became of a request; requests nobody watches are ignored.</summary>
    /// <param name="request">The request.</param>
    /// <param name="handling">Its handling, completed in whatever way.</param>
    /// <param name="took">Time it took.</param>
    internal void Observe<TResponse>(object request, Task<TResponse> handling, TimeSpan took)
    {
        object? response = handling.IsCompletedSuccessfully ? handling.Result : null;
        switch (request)
        {
            case RememberFixCommand or RememberMemoryCommand:
                _remember.Record(took.TotalSeconds, Tag("result", ResultOf(handling)));
                if (response is Written<Receipt> { Replayed: false, Value: { Deduplicated: false, Success: { } success } })
                    _outcomes.Add(1, Tag("outcome", success ? "worked" : "failed"));
                break;
            case RecallQuery:
                _recall.Record(took.TotalSeconds, Tag("result", ResultOf(handling)));
                if (response is RecallAnswer answer)
                    _recallResults.Add(1, Tag("verdict", VerdictOf(answer.Verdict)));
                break;
            case RecordOutcomeCommand command when response is Written<RecordedOutcome> { Replayed: false, Value.Counted: true }:
                _outcomes.Add(1, Tag("outcome", OutcomeOf(command.Outcome)));
                break;
            case TakeAlertsCommand alerts when response is Written<TakenAlerts> { Replayed: false } taken:
                foreach (var (status, count) in taken.Value.Episodes.CountBy(alert => alert.Status))
                    CountAlerts(alerts.Source!, status.ToString().ToLowerInvariant(), count);
                if (taken.Value.Refused.Count > 0)
                    CountAlerts(alerts.Source!, "refused", taken.Value.Refused.Count);
                break;
            case RegisterAgentCommand:
                _registrations.Add(1, Tag("result", response is Written<AgentReceipt> registered ? registered.Value.IsNew ? "new" : "renewed" : "refused"));
                break;
            case ReportTelemetryCommand:
                _reports.Add(1, Tag("result", response is Written<TelemetryResult> report ? report.Value.Duplicate ? "duplicate" : "ok" : ResultOf(handling)));
                break;
        }
    }

    private void CountAlerts(string source, string status, long count) => _alerts.Add(count, Tag("source", source), Tag("status", status));

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    private static string ResultOf(Task handling) => handling switch
    {
        { IsCompletedSuccessfully: true } => "ok",
        { IsCanceled: true } => "cancelled",
        { Exception.InnerException: ValidationException or DomainException } => "refused",
        { Exception.InnerException: StoreUnavailableException } => "unavailable",
        _ => "failed",
    };

    private static string VerdictOf(Verdict verdict) => verdict switch
    {
        Verdict.Proven => "proven",
        Verdict.Unproven => "unproven",
        _ => "none",
    };

    private static string OutcomeOf(string? outcome) => outcome switch
    {
        "worked" => "worked",
        "failed" or "rolled_back" => "failed",
        _ => "unknown",
    };
}
