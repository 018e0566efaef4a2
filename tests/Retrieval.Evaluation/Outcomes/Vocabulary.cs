namespace ObsControlPlane.Retrieval.Evaluation.Outcomes;

/// <summary>The words of the world. A component, a symptom and a code are each shared by many issues; only together they tell an issue.</summary>
internal static class Vocabulary
{
    /// <summary>What is broken.</summary>
    public static readonly IReadOnlyList<string> Components =
    [
        "api gateway", "session cache", "order queue", "invoice renderer", "image resizer", "login proxy", "search indexer", "mail relay",
        "event bus", "ledger database", "metrics scraper", "backup runner", "feature flag store", "rate limiter", "webhook dispatcher",
        "payment adapter", "catalog replica", "report scheduler", "dns resolver", "ingress controller", "certificate agent", "log shipper",
        "stock counter", "pricing engine", "recommendation worker", "object storage", "audit trail", "identity provider", "push notifier",
        "address validator", "coupon service", "shipment tracker", "config server", "job orchestrator", "graph loader", "tax calculator",
        "video transcoder", "chat backend", "geo lookup", "secret vault",
    ];

    /// <summary>How it shows.</summary>
    public static readonly IReadOnlyList<string> Symptoms =
    [
        "connection pool exhausted", "requests time out", "memory keeps growing", "disk volume is full", "certificate rejected",
        "replication lag rises", "threads deadlocked", "crash loop at startup", "messages pile up unread", "duplicate records written",
        "clock drift detected", "permission denied on mount", "slow full table scans", "handshake aborted", "leader election flaps",
        "stale reads served", "file descriptors leaked", "garbage collection pauses", "checksum mismatch", "schema migration stuck",
        "health probe fails", "name lookup fails", "quota exceeded", "token signature invalid", "consumer group rebalances",
    ];

    /// <summary>What it prints.</summary>
    public static readonly IReadOnlyList<string> Codes =
    [
        "ORA-01555", "ORA-00060", "SQLSTATE 53300", "SQLSTATE 40P01", "HTTP 502", "HTTP 429", "HTTP 504", "exit code 137", "exit code 143",
        "errno 24", "errno 28", "errno 104", "SIGSEGV", "SIGABRT", "ECONNREFUSED", "ETIMEDOUT", "EACCES", "ENOSPC", "OutOfMemoryError",
        "NullPointerException", "BrokenPipeError", "TimeoutException", "CrashLoopBackOff", "ImagePullBackOff", "NXDOMAIN", "SERVFAIL",
        "CERT_EXPIRED", "TLS_ALERT", "KafkaException", "StaleElementError",
    ];

    /// <summary>What else was said: differs from telling to telling.</summary>
    public static readonly IReadOnlyList<string> Details =
    [
        "since the nightly deploy", "after the failover", "during peak traffic", "once the kernel was patched", "right after midnight",
        "only in the second zone", "while the backup runs", "following a restart", "for a handful of tenants", "after the node was drained",
        "under synthetic load", "ever since the holiday sale", "when the cache is cold", "on the older hosts", "after scaling out",
        "whenever the batch window opens", "as the morning shift begins", "since the library upgrade", "after the network change",
        "on every third attempt", "while reindexing", "with the new client", "after the power cut", "during the rolling update",
    ];

    /// <summary>How it is said: {0} component, {1} symptom, {2} code, {3} detail.</summary>
    public static readonly IReadOnlyList<string> Frames =
    [
        "{0}: {1} ({2}) {3}", "{1} in the {0}, {2}, {3}", "The {0} shows {1} with {2} {3}", "Alert: {1} at the {0}. The log says {2}, {3}",
        "{2} from the {0}: {1} {3}", "We see {1} on the {0} {3}, error {2}", "{0} {1} {3}; last message {2}",
        "Users complain {3}. The {0} logs {2}: {1}", "On-call note: {0}, {3}, {1}, {2}", "{3} the {0} has {1} and prints {2}",
    ];

    /// <summary>What was done: {0} component, {1} a number that no other fix has.</summary>
    public static readonly IReadOnlyList<string> Remedies =
    [
        "Raised the pool of the {0} to {1} and restarted it", "Set the timeout of the {0} to {1} ms", "Rolled the {0} back to build {1}",
        "Moved the {0} to node group {1}", "Purged partition {1} of the {0}", "Pinned the {0} to image {1}", "Applied patch {1} to the {0}",
        "Lowered the batch of the {0} to {1}", "Rebuilt shard {1} of the {0}", "Gave the {0} {1} MB more", "Enabled switch {1} on the {0}",
        "Replaced key {1} of the {0}",
    ];

    /// <summary>First syllables of names that belong to one issue alone; with the others 2,400 names.</summary>
    public static readonly IReadOnlyList<string> Beginnings =
    [
        "bra", "cor", "del", "fen", "gal", "hor", "jun", "kel", "lum", "mar", "nor", "pel", "qui", "ros", "sil", "tam", "ulv", "vex", "wor", "zan",
    ];

    /// <summary>Second syllables.</summary>
    public static readonly IReadOnlyList<string> Middles = ["a", "bi", "do", "fe", "ga", "li", "mo", "nu", "ro", "ti"];

    /// <summary>Last syllables.</summary>
    public static readonly IReadOnlyList<string> Endings = ["dan", "fix", "gard", "lis", "mir", "nex", "pol", "rim", "sta", "tor", "via", "wick"];
}
