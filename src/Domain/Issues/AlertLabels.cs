using System.Collections.Frozen;

namespace ObsControlPlane.Domain.Issues;

/// <summary>Which labels of an alert say what is wrong, as against where, when, how badly and who scraped it.</summary>
internal static class AlertLabels
{
    private const string Name = "alertname";

    // How badly; where (a fix of one server is a fix of the next: place is scope, not identity); which run of it; who noticed.
    private static readonly FrozenSet<string> Volatile = FrozenSet.ToFrozenSet(
    [
        "severity", "priority", "level", "urgency", "alertstate", "value", "threshold", "status_since",
        "instance", "server", "host", "hostname", "node", "nodename", "node_name", "machine", "ip", "address", "addr", "internal_ip",
        "exported_instance", "exported_node", "exported_host", "exported_pod", "environment", "env", "cluster", "cluster_name",
        "kubernetes_node", "kubernetes_io_hostname", "kubernetes_pod_name", "statefulset_kubernetes_io_pod_name",
        "pod", "pod_name", "podname", "replica", "ordinal", "shard", "task", "image", "image_tag", "tag", "version",
        "revision", "build", "commit", "sha", "digest", "release", "pid", "uid", "uuid", "guid", "id", "session", "request", "trace",
        "endpoint", "prometheus", "prometheus_replica", "receive", "receive_replica", "receiver", "monitor", "metrics_path", "scrape_job",
        "timestamp", "time", "date", "start_time", "starts_at", "fingerprint", "grafana_folder", "ref_id", "runbook_url", "dashboard_url",
    ],
    StringComparer.OrdinalIgnoreCase);

    // Suffixes of names that hold an id or an address whatever stands before: trace_id, pod_uid, host_ip, pod_template_hash.
    private static readonly string[] VolatileEndings = ["_id", "_uid", "_uuid", "_guid", "_ip", "_hash", "_replica", "_pod", "_instance"];

    /// <summary>The alert's name on a line of its own, then <c>label: value</c> a line, in ordinal order; empty without any label.</summary>
    internal static string Render(IReadOnlyDictionary<string, string> labels)
    {
        var given = labels
            .Where(label => !string.IsNullOrWhiteSpace(label.Key) && !string.IsNullOrWhiteSpace(label.Value))
            .Select(label => (Name: OneLine(label.Key), Value: OneLine(label.Value)))
            .OrderBy(label => label.Name, StringComparer.Ordinal)
            .ToList();
        var stable = given.Where(label => IsStable(label.Name)).ToList();
        // An alert that has nothing but an instance is still told apart from one that has nothing but another.
        var telling = stable.Count > 0 ? stable : given;
        var lines = telling.Where(label => label.Name == Name).Select(label => label.Value)
            .Concat(telling.Where(label => label.Name != Name).Select(label => $"{label.Name}: {label.Value}"));
        return string.Join('\n', lines);
    }

    private static bool IsStable(string name)
    {
        // Senders write one label as pod-template-hash, pod.template.hash or pod_template_hash.
        var plain = name.Replace('-', '_').Replace('.', '_');
        return !plain.StartsWith("__", StringComparison.Ordinal)
            && !Volatile.Contains(plain)
            && !VolatileEndings.Any(ending => plain.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
    }

    private static string OneLine(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
