using System.IO.Compression;
using System.Text.Json;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Tests;

namespace ObsControlPlane.Domain.UnitTests.Outcomes;

[TestFixture]
internal sealed class SuccessReadingTests
{
    private const string Table = "Outcomes/success-reading.tsv";

    private static IEnumerable<TestCaseData> Rows() =>
        from row in TestData.Rows(Table)
        select new TestCaseData(Metadata(row[0]), row[1] == "issue", row[2], Verdict(row[3]), bool.Parse(row[4])).SetArgDisplayNames(row[0], row[1], row[2]);

    private static IEnumerable<TestCaseData> DocumentedRows() =>
        from line in File.ReadLines(TestData.InCheckout("docs/success-reading.md"))
        where line.StartsWith('|')
        let cells = line.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()
        where cells[0] != "Rule" && !cells[0].StartsWith("---")
        select new TestCaseData(cells[1] == "–" ? null : cells[1].Trim('`'), cells[2] == "issue", cells[3].Trim('`'), Verdict(cells[4])).SetArgDisplayNames(cells[0]);

    [TestCaseSource(nameof(Rows))]
    public void Each_row_of_the_table_is_read_as_it_says(string? metadata, bool isIssue, string content, bool? expected, bool inferred) =>
        Assert.That(SuccessReading.Read(metadata, content, isIssue), Is.EqualTo(new SuccessReadResult(expected, inferred)));

    [TestCaseSource(nameof(DocumentedRows))]
    public void Each_example_in_the_documentation_is_true(string? metadata, bool isIssue, string content, bool? expected) =>
        Assert.That(SuccessReading.Read(metadata, content, isIssue).Success, Is.EqualTo(expected));

    [Test]
    public void The_tables_cover_every_verdict()
    {
        Assert.That(TestData.Rows(Table).Select(row => row[3]).Distinct(), Is.EquivalentTo(new[] { "true", "false", "null" }));
        Assert.That(DocumentedRows().Select(row => row.Arguments[3]).Distinct(), Is.EquivalentTo(new object?[] { true, false, null }));
        Assert.That(DocumentedRows().Count(), Is.GreaterThanOrEqualTo(20));
    }

    [Test]
    public void Words_of_the_problem_however_many_are_no_failure() =>
        Assert.That(
            SuccessReading.Read(null, "error failed failure crashed broken timeout refused fatal panic\nThe pod is failing. It crashes. Deployment failed.", isIssueKey: true),
            Is.EqualTo(SuccessReadResult.NotKnown));

    [Test]
    public void A_statement_counts_wherever_it_stands_in_a_long_text()
    {
        var log = string.Join('\n', Enumerable.Repeat("kubectl get pods -n payments", 500));

        Assert.That(SuccessReading.Read(null, $"{log}\nThat fixed it.\n{log}", isIssueKey: true).Success, Is.True);
    }

    [Test]
    public void Of_real_solutions_at_most_two_in_a_thousand_are_read_as_failure()
    {
        var read = Directory.GetFiles(SharedData.Require("fixes")).SelectMany(Solutions).Select(solution => SuccessReading.Read(null, solution, isIssueKey: true).Success).ToList();

        Assert.That(read, Has.Count.GreaterThan(30_000));
        Assert.That(read.Count(success => success == false), Is.LessThanOrEqualTo(read.Count / 500));
    }

    private static IEnumerable<string> Solutions(string file)
    {
        using var raw = File.OpenRead(file);
        using Stream plain = file.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(raw, CompressionMode.Decompress) : raw;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0)
                yield return JsonDocument.Parse(line).RootElement.GetProperty("solution").GetString()!;
        }
    }

    private static string? Metadata(string cell) => cell switch { "-" => null, "(empty)" => "", _ => cell };

    private static bool? Verdict(string cell) => cell == "null" ? null : bool.Parse(cell);
}
