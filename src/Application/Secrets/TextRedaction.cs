using System.Security.Cryptography;
using System.Text;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Telemetry;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;
using ObsControlPlane.Domain.Secrets;

namespace ObsControlPlane.Application.Secrets;

/// <summary>Takes secrets out of the parts of one request, counts them and remembers their families. Not for several threads at once.</summary>
/// <param name="redactor">Finds them.</param>
/// <param name="meter">Counts them.</param>
public sealed class TextRedaction(SecretRedactor redactor, ControlPlaneMeter meter)
{
    private SortedSet<string>? _families;

    /// <summary>Families of what was taken out so far, ordinal order, each once; empty when nothing was.</summary>
    public IReadOnlyList<string> Families => _families is null ? [] : [.. _families];

    /// <summary>A redaction of another item of the same request, with families of its own.</summary>
    /// <returns>One that has taken out nothing yet.</returns>
    public TextRedaction ForItem() => new(redactor, meter);

    /// <summary>A text without secrets.</summary>
    /// <param name="text">The text, or null.</param>
    /// <returns>The same instance when it holds none.</returns>
    public string? Text(string? text) => text is null ? null : Told(redactor.Redact(text));

    /// <summary>A name of an agent without secrets. Its alphabet has no brackets, so the mark loses them and the write is taken.</summary>
    /// <param name="name">The name, or null.</param>
    /// <returns>The same instance when it holds none.</returns>
    public string? Name(string? name)
    {
        var redacted = Text(name);
        return ReferenceEquals(redacted, name) ? name : redacted!.Replace("[", "", StringComparison.Ordinal).Replace("]", "", StringComparison.Ordinal);
    }

    /// <summary>Texts without secrets.</summary>
    /// <param name="texts">The texts, or null.</param>
    /// <returns>As many, in the same order.</returns>
    public IReadOnlyList<string?>? Texts(IReadOnlyList<string?>? texts) => texts is null ? null : [.. texts.Select(Text)];

    /// <summary>A scope without secrets.</summary>
    /// <param name="scope">The scope, or null.</param>
    public Scope? Scope(Scope? scope) => scope is null ? null
        : new Scope(Text(scope.Service), Text(scope.Server), Text(scope.Environment), Text(scope.Version));

    /// <summary>A JSON object without secrets: names and values at every depth, a value also by what its name tells.</summary>
    /// <param name="metadata">The object, or null.</param>
    /// <returns>The same instance when it holds none, or is no object within the limits and will be refused.</returns>
    public Metadata? Metadata(Metadata? metadata) => metadata is null ? null : JsonRedaction.Of(metadata, Value, text => Text(text)!);

    /// <summary>A JSON text of any shape without secrets, as <see cref="Metadata"/>; what is no JSON is a text.</summary>
    /// <param name="json">The text, or null.</param>
    /// <returns>The same instance when it holds none.</returns>
    public string? Json(string? json) => json is null ? null : JsonRedaction.Of(json, Value, text => Text(text)!);

    /// <summary>Names and values without secrets, a value also by what its name tells.</summary>
    /// <param name="labels">Names and values, or null.</param>
    public IReadOnlyDictionary<string, string>? Labels(IReadOnlyDictionary<string, string>? labels)
    {
        if (labels is null)
            return null;
        var redacted = new Dictionary<string, string>(labels.Count, StringComparer.Ordinal);
        foreach (var (name, value) in labels)
            redacted[Text(name)!] = Value(name, value);
        return redacted;
    }

    /// <summary>An idempotency key without secrets: one that holds any is replaced by its hash, so that two keys never become one.</summary>
    /// <param name="key">The key, or null.</param>
    public WriteKey? Key(WriteKey? key) => key is null || ReferenceEquals(Text(key.Key), key.Key) ? key
        : key with { Key = "redacted:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.Key))) };

    /// <summary>A fix as someone tells it, without secrets.</summary>
    /// <param name="fix">The fix, or null.</param>
    public FixSubmission? Fix(FixSubmission? fix) => fix is null ? null : fix with
    {
        Issue = Text(fix.Issue),
        Solution = Text(fix.Solution),
        Agent = Name(fix.Agent),
        Scope = Scope(fix.Scope),
        Source = Text(fix.Source),
        SourceId = Text(fix.SourceId),
        Tags = Texts(fix.Tags),
        Metadata = Metadata(fix.Metadata),
        Fingerprint = Text(fix.Fingerprint),
    };

    /// <summary>An item of many without secrets; it names its own.</summary>
    /// <param name="item">The item.</param>
    public ImportItem Item(ImportItem item)
    {
        var own = ForItem();
        return item with { Submission = own.Fix(item.Submission), Redacted = own.Families };
    }

    /// <summary>A line of an export without secrets; it names its own.</summary>
    /// <param name="line">The line.</param>
    public Exchange.ExportLine Line(Exchange.ExportLine line)
    {
        var own = ForItem();
        return line with { Record = line.Record is null ? null : ExportRedaction.Of(line.Record, own), Redacted = own.Families };
    }

    private string Value(string name, string value) => Told(redactor.Redact(name, value));

    private string Told(RedactedText redacted)
    {
        foreach (var family in redacted.Families)
        {
            (_families ??= new SortedSet<string>(StringComparer.Ordinal)).Add(family);
            meter.CountRedaction(family);
        }

        return redacted.Text;
    }
}
