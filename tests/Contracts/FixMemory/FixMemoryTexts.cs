using System.Text;
using System.Text.Json;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Contracts.FixMemory;

/// <summary>Any text comes back byte for byte (contract 1).</summary>
[ContractOf(typeof(IFixMemory))]
[TestFixtureSource(typeof(Adapters), nameof(Adapters.Record))]
public sealed class FixMemoryTexts(Harness<RecordStore> harness)
{
    private static readonly string[] Awkward =
    [
        "line one\r\nline two\rline three\n",
        "  blanks around\t ",
        "combining e\u0301 and composed \u00e9",
        "right to left \u202e mirrored \u202c and \u05e9\u05dc\u05d5\u05dd",
        "astral \U0001F4A5\U0001D11E\U00010400 and zero\u200bwidth\ufeff",
        "controls \u0001\u001b[31mred\u001b[0m\u007f",
        "'; DROP TABLE fixes; -- \" \\ % _ {0} $1 @p :p ?",
        "NEAR/2 \"unclosed AND OR NOT ^start title:x a* (b",
        "<script>alert(1)</script> &amp; %00 \\u0000",
        "İstanbul ıssız ß ﬁ Ǆ ς",
        "noncharacter \uffff\ufdd0 end",
    ];

    private IFixMemory _memory = null!;
    private int _told;

    [SetUp]
    public async Task StartEmpty() => _memory = (await harness.RequireAsync()).Memory;

    [Test]
    public async Task Awkward_texts_come_back_byte_for_byte()
    {
        foreach (var text in Awkward)
            await ComesBack(text);
    }

    [Test]
    public async Task Texts_of_one_mebibyte_come_back_byte_for_byte()
    {
        var ascii = "begin " + string.Concat(Enumerable.Repeat("0123456789abcdef", (Limits.TextBytes / 16) - 1)) + " ends here";
        var cjk = string.Concat(Enumerable.Repeat("磁", (Limits.TextBytes / 3) - 1)) + "ok.";
        Assert.That(Encoding.UTF8.GetByteCount(ascii), Is.EqualTo(Limits.TextBytes));

        await ComesBack(ascii);
        await ComesBack(cjk);
    }

    [Test]
    public async Task Names_at_their_limit_come_back()
    {
        var name = string.Concat(Enumerable.Repeat("é", Limits.NameLength));
        var tags = Enumerable.Range(0, Limits.Tags).Select(i => $"{i:00}{name[2..]}").ToArray();
        var told = await _memory.TellAsync(Samples.Told(agent: name, scope: new(name, name, name, name), source: name, sourceId: name, tags: tags));
        var fix = (await _memory.FixAsync(told.Id)).Fix;

        using (Assert.EnterMultipleScope())
        {
            Assert.That((fix.Agent, fix.Source, fix.SourceId), Is.EqualTo((name, name, name)));
            Assert.That(fix.Scope, Is.EqualTo(new Domain.Scopes.Scope(name, name, name, name)));
            Assert.That(fix.Tags, Is.EqualTo(tags));
        }
    }

    [Test]
    public async Task Metadata_comes_back_as_the_text_it_was_sent_as()
    {
        const string Json = """{ "b" : 1.0, "a":[ 1e2 ,"é\u00e9", null ], "b" : 2 }""";
        var fix = await _memory.TellAsync(Samples.Told(metadata: Json));
        var note = await _memory.KeepAsync(Samples.Note(metadata: Json));

        using (Assert.EnterMultipleScope())
        {
            Assert.That((await _memory.FixAsync(fix.Id)).Fix.Metadata, Is.EqualTo(new Metadata(Json)));
            Assert.That((await _memory.GetMemoryAsync(note.Id, CancellationToken.None))!.Metadata, Is.EqualTo(new Metadata(Json)));
        }
    }

    [Test]
    public async Task A_published_list_of_naughty_strings_comes_back_byte_for_byte()
    {
        var strings = NaughtyStrings().Where(s => TextRules.WhyUnacceptable(s) is null).ToList();
        Assert.That(strings, Has.Count.GreaterThan(400));

        foreach (var some in strings.Chunk(64))
        {
            await StartEmpty();
            foreach (var text in some)
                await ComesBack(text);
        }
    }

    private async Task ComesBack(string text)
    {
        var told = Samples.Told(issue: text, solution: $"{text}{_told++}");
        var fix = await _memory.TellAsync(told);
        var note = await _memory.KeepAsync(Samples.Note(content: text));
        var read = await _memory.FixAsync(fix.Id);
        var many = await _memory.GetManyAsync([fix.Id, note.Id], CancellationToken.None);

        // Equal or not, without the texts: a mebibyte has no place in a message.
        using (Assert.EnterMultipleScope())
        {
            Assert.That(fix.Id, Is.EqualTo(told.Id), Shown(text));
            Assert.That(Same(read.Fix.IssueText, text), Is.True, Shown(text));
            Assert.That(Same(read.Fix.Solution, told.Solution), Is.True, Shown(text));
            Assert.That(Same(read.Reports.Single().IssueText, text), Is.True, Shown(text));
            Assert.That(Same(many[0].Fix!.Fix.Solution, told.Solution), Is.True, Shown(text));
            Assert.That(Same(many[1].Memory!.Content, text), Is.True, Shown(text));
        }
    }

    private static bool Same(string? one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    private static string Shown(string text) => text.Length <= 100 ? text : $"{text[..100]}… ({text.Length} characters)";

    private static List<string> NaughtyStrings() =>
        JsonSerializer.Deserialize<List<string>>(File.ReadAllText(SharedData.Require("messy/naughty_strings.json")))!;
}
