using System.Text.Json;

namespace ObsControlPlane.Client;

/// <summary>Where something happened; in a recall a hint, in a filter a restriction.</summary>
/// <param name="Service">The service.</param>
/// <param name="Server">The host.</param>
/// <param name="Environment">Such as <c>production</c>.</param>
/// <param name="Version">The version that ran.</param>
public sealed record Scope(string? Service = null, string? Server = null, string? Environment = null, string? Version = null);

/// <summary>What restricts a recall.</summary>
/// <param name="Service">The service.</param>
/// <param name="Server">The host.</param>
/// <param name="Environment">The environment.</param>
/// <param name="Version">The version.</param>
/// <param name="Agent">Who told it.</param>
/// <param name="Kind"><c>fix</c> or <c>memory</c>.</param>
/// <param name="Tag">A tag it carries.</param>
public sealed record RecallFilter(
    string? Service = null, string? Server = null, string? Environment = null, string? Version = null, string? Agent = null, string? Kind = null, string? Tag = null);

/// <summary>Something to remember under a key; <c>issue:X</c> makes it a fix of issue X.</summary>
/// <param name="Key">The key.</param>
/// <param name="Content">The text.</param>
/// <param name="Agent">Who says so.</param>
/// <param name="Scope">Where.</param>
/// <param name="Metadata">A JSON object.</param>
/// <param name="Ts">When, epoch milliseconds; null = when the server takes it.</param>
public sealed record MemoryReport(string Key, string Content, string? Agent = null, Scope? Scope = null, JsonElement? Metadata = null, long? Ts = null);

/// <summary>What was done about an issue.</summary>
/// <param name="Issue">What was wrong.</param>
/// <param name="Solution">What was done.</param>
/// <param name="Success">Whether it worked; null = not known, which is never failure.</param>
/// <param name="Agent">Who did it.</param>
/// <param name="Scope">Where.</param>
/// <param name="Tags">At most 32.</param>
/// <param name="Source">Where the report comes from.</param>
/// <param name="SourceId">Its id there.</param>
/// <param name="Metadata">A JSON object.</param>
/// <param name="Ts">When, epoch milliseconds; null = when the server takes it.</param>
/// <param name="Fingerprint">Of a known issue, when <paramref name="Issue"/> is null.</param>
public sealed record FixReport(
    string? Issue, string Solution, bool? Success = null, string? Agent = null, Scope? Scope = null, IReadOnlyList<string>? Tags = null,
    string? Source = null, string? SourceId = null, JsonElement? Metadata = null, long? Ts = null, string? Fingerprint = null);

/// <summary>Why an outcome is believed.</summary>
/// <param name="Kind"><c>verified</c> (a check ran), <c>person</c> or <c>reported</c>.</param>
/// <param name="Note">At most 4 KiB.</param>
public sealed record Evidence(string Kind, string? Note = null);

/// <summary>How applying a fix ended.</summary>
/// <param name="Outcome"><c>worked</c>, <c>failed</c>, <c>rolled_back</c>, <c>attempted</c> or <c>unknown</c>.</param>
/// <param name="Evidence">Why it is believed.</param>
/// <param name="RecallId">The recall that proposed the fix; the outcome then counts once.</param>
/// <param name="ApplicationId">Names this application; the outcome then counts once.</param>
/// <param name="Agent">Who applied it.</param>
/// <param name="Scope">Where.</param>
/// <param name="Ts">When, epoch milliseconds.</param>
public sealed record OutcomeReport(
    string Outcome, Evidence? Evidence = null, Guid? RecallId = null, string? ApplicationId = null, string? Agent = null, Scope? Scope = null, long? Ts = null);

/// <summary>A question.</summary>
/// <param name="Key">What to look for; <c>issue:X</c> asks for fixes of issue X.</param>
/// <param name="Limit">1–100; null = 10.</param>
/// <param name="Scope">A hint for standing and order.</param>
/// <param name="Filter">A restriction.</param>
/// <param name="Explain">Whether the hits say how their score came about.</param>
/// <param name="Candidates">Whether the nearest below the threshold are shown.</param>
/// <param name="BudgetMs">Deadline of the answer, 1–10,000 milliseconds.</param>
public sealed record RecallQuestion(
    string Key, int? Limit = null, Scope? Scope = null, RecallFilter? Filter = null, bool? Explain = null, bool? Candidates = null, int? BudgetMs = null);

/// <summary>An agent that says it is there.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Server">The host it runs on.</param>
/// <param name="InstanceId">Names the installation, not the process.</param>
/// <param name="IntervalSeconds">Seconds between two reports; null = 60.</param>
/// <param name="Metadata">A JSON object.</param>
/// <param name="Takeover">Whether to take the name from another installation that holds it.</param>
public sealed record AgentRegistration(
    string Name, string Server, string? InstanceId = null, int? IntervalSeconds = null, JsonElement? Metadata = null, bool? Takeover = null);

/// <summary>One measured figure.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">A finite number.</param>
/// <param name="Unit">Its unit, or null.</param>
/// <param name="Attributes">What tells it from others of its name.</param>
public sealed record Measurement(string Name, double Value, string? Unit = null, IReadOnlyDictionary<string, string>? Attributes = null);

/// <summary>An agent's figures at one instant.</summary>
/// <param name="Agent">Its name; an unknown one is registered.</param>
/// <param name="Metrics">The figures.</param>
/// <param name="Server">The host.</param>
/// <param name="InstanceId">Names the installation.</param>
/// <param name="Seq">Number of the report; one (agent, instance, number) with one body counts once.</param>
/// <param name="Ts">When, epoch milliseconds.</param>
/// <param name="IntervalSeconds">Seconds between two reports.</param>
/// <param name="Fixes">Fixes to remember with it.</param>
public sealed record TelemetryReport(
    string Agent, IReadOnlyList<Measurement> Metrics, string? Server = null, string? InstanceId = null, long? Seq = null, long? Ts = null,
    int? IntervalSeconds = null, IReadOnlyList<FixReport>? Fixes = null);
