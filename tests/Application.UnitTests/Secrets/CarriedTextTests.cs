using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using MediatR;
using ObsControlPlane.Application.Exchange;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Application.Secrets;
using ObsControlPlane.Application.Stores;
using ObsControlPlane.Application.Telemetry;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Agents;
using ObsControlPlane.Domain.Episodes;
using ObsControlPlane.Domain.Fixes;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Memories;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Secrets;

namespace ObsControlPlane.Application.UnitTests.Secrets;

/// <summary>Fills every text of every request that writes with a secret, and finds none in its redacted copy: what is forgotten fails here.</summary>
public sealed class CarriedTextTests
{
    private static readonly string Token = "ghp" + "_" + "q7Zt3Rk9Wm2Xv8Lp4Nc6Bd5Jh1Fs0Gy3Ka7U";

    // Values of closed sets and ids, which validation refuses when they are anything else, and hashes.
    private static readonly string[] Closed = ["Outcome", "EvidenceKind", "RecallId", "EpisodeId", "Digest", "Decision", "Fingerprint", "Kind", "Exclude", "Errors", "ProblemType", "Scopes", "Replaces"];

    private static readonly Type[] Requests = [.. typeof(ApplicationServices).Assembly.GetTypes().Where(type => type is { IsClass: true, IsAbstract: false } && Contract(type, typeof(IRequest<>)) is not null)];

    private static IEnumerable<Type> Writes => Requests.Where(type => type.Name.EndsWith("Command", StringComparison.Ordinal));

    private static IEnumerable<Type> Carriers => Requests.Where(type => Contract(type, typeof(ICarriesText<>)) is not null);

    private static IEnumerable<ExportRecord> Records =>
    [
        new ExportedFix(Filled<Fix>()), new ExportedReport(Guid.Empty, Filled<FixReport>()), new ExportedOutcome(new OutcomeEntry(Filled<OutcomeReport>(), true)),
        new ExportedMemory(Filled<Memory>()), new ExportedAgent(Filled<Agent>()), new ExportedEpisode(Filled<Episode>(), Token, [], Filled<EpisodeDetails>()),
    ];

    [Test]
    public void There_are_writes_to_look_at() => Assert.That(Carriers.Count(), Is.GreaterThanOrEqualTo(10));

    // The id of a dead letter is one of ours: whatever else is sent names nothing.
    [TestCaseSource(nameof(Writes))]
    public void Every_write_with_texts_carries_them(Type request)
    {
        if (request != typeof(DecideDeadLetterCommand) && request.GetProperties().Any(property => HoldsText(property.PropertyType)))
            Assert.That(Contract(request, typeof(ICarriesText<>)), Is.Not.Null, $"{request.Name} holds texts; implement ICarriesText");
    }

    [TestCaseSource(nameof(Carriers))]
    public async Task No_text_is_left_out(Type request)
    {
        using var host = new TestHost();
        var redaction = new TextRedaction(new SecretRedactor(), host.Get<ControlPlaneMeter>());
        var filled = Fill(request, request.Name)!;

        var redacted = Contract(request, typeof(ICarriesText<>))!.GetMethod("Redacted")!.Invoke(filled, [redaction])!;

        Assert.That(await LeftAsync(filled, request.Name).ToListAsync(), Is.Not.Empty, "the request must hold the secret at first");
        Assert.That(await LeftAsync(redacted, request.Name).ToListAsync(), Is.Empty);
    }

    [TestCaseSource(nameof(Records))]
    public async Task No_text_of_a_line_of_an_export_is_left_out(ExportRecord record)
    {
        using var host = new TestHost();
        var line = new TextRedaction(new SecretRedactor(), host.Get<ControlPlaneMeter>()).Line(new ExportLine(record, "d", null));

        Assert.That(await LeftAsync(record, "line").ToListAsync(), Is.Not.Empty);
        Assert.That(await LeftAsync(line, "line").ToListAsync(), Is.Empty);
        Assert.That(line.Redacted, Is.EqualTo(new[] { "github-token" }));
    }

    private static Type? Contract(Type type, Type open) =>
        type.GetInterfaces().FirstOrDefault(contract => contract.IsGenericType && contract.GetGenericTypeDefinition() == open);

    private static bool HoldsText(Type type) => type == typeof(string) || type == typeof(Metadata) || type == typeof(WriteKey)
        || (type.IsGenericType && type.GetGenericArguments().Any(HoldsText))
        || (type.Namespace?.StartsWith("ObsControlPlane", StringComparison.Ordinal) == true && type is { IsEnum: false, IsValueType: false } && type.GetProperties().Any(property => HoldsText(property.PropertyType)));

    private static T Filled<T>() => (T)Fill(typeof(T), typeof(T).Name)!;

    // An instance whose every text is the secret.
    private static object? Fill(Type type, string name)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string))
            return Token;
        if (type == typeof(Metadata))
            return new Metadata($$"""{"{{Token}}":["{{Token}}"]}""");
        if (type == typeof(Fingerprint))
            return Issue.FromText("disk full").Fingerprint;
        if (type == typeof(IAsyncEnumerable<ImportItem>))
            return new[] { (ImportItem)Fill(typeof(ImportItem), name)! }.ToAsyncEnumerable();
        if (type == typeof(IAsyncEnumerable<ExportLine>))
            return Records.Select(record => new ExportLine(record, "d", null)).ToAsyncEnumerable();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>))
            return type.GetGenericArguments()[1] == typeof(string) ? new Dictionary<string, string> { ["label"] = Token } : new Dictionary<string, string[]>();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var items = Array.CreateInstance(type.GetGenericArguments()[0], 1);
            items.SetValue(Fill(type.GetGenericArguments()[0], name), 0);
            return items;
        }

        if (type.IsValueType)
            return Activator.CreateInstance(type);
        if (type.IsInterface || type.IsAbstract || typeof(Delegate).IsAssignableFrom(type))
            return null;
        var instance = RuntimeHelpers.GetUninitializedObject(type);
        foreach (var property in type.GetProperties().Where(property => property.CanWrite))
            property.SetValue(instance, Fill(property.PropertyType, property.Name));
        return instance;
    }

    private static async IAsyncEnumerable<string> LeftAsync(object? value, string path)
    {
        switch (value)
        {
            case null:
                break;
            case string text when text.Contains(Token):
                yield return path;
                break;
            case string:
                break;
            case IAsyncEnumerable<object> stream:
                await foreach (var item in stream)
                {
                    await foreach (var found in LeftAsync(item, path))
                        yield return found;
                }

                break;
            case IEnumerable items:
                foreach (var item in items)
                {
                    await foreach (var found in LeftAsync(item, path))
                        yield return found;
                }

                break;
            case var _ when value.GetType().IsValueType && value.GetType().Namespace?.StartsWith("ObsControlPlane", StringComparison.Ordinal) != true && !value.GetType().IsGenericType:
                break;
            case var _ when value.GetType().Namespace?.StartsWith("System", StringComparison.Ordinal) == true && !value.GetType().IsGenericType:
                break;
            default:
                foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.GetIndexParameters().Length == 0 && (property.PropertyType == typeof(OutcomeReport) || !Closed.Contains(property.Name))))
                {
                    await foreach (var found in LeftAsync(property.GetValue(value), $"{path}.{property.Name}"))
                        yield return found;
                }

                break;
        }
    }
}
