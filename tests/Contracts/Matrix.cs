using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using NUnit.Framework.Interfaces;

[assembly: FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[assembly: ObsControlPlane.Contracts.NoteInMatrix]

namespace ObsControlPlane.Contracts;

/// <summary>Port × adapter: how many contract tests passed, failed and were ignored in this run.</summary>
public static class Matrix
{
    private static readonly ConcurrentDictionary<(string Port, string Adapter), Cell> Cells = [];

    internal static void Note(string port, string adapter, TestStatus status) =>
        Cells.AddOrUpdate((port, adapter), _ => default(Cell).With(status), (_, cell) => cell.With(status));

    /// <summary>The matrix as text, one line a cell, in ordinal order.</summary>
    /// <returns>A heading and the cells; the heading alone when no contract ran.</returns>
    public static string Render()
    {
        var text = new StringBuilder("port × adapter: passed / failed / ignored\n");
        foreach (var ((port, adapter), cell) in Cells.OrderBy(c => c.Key.Port, StringComparer.Ordinal).ThenBy(c => c.Key.Adapter, StringComparer.Ordinal))
            text.Append(CultureInfo.InvariantCulture, $"{port,-16} {adapter,-14} {cell.Passed,5} / {cell.Failed} / {cell.Ignored}\n");
        return text.ToString();
    }

    private readonly record struct Cell(int Passed, int Failed, int Ignored)
    {
        internal Cell With(TestStatus status) => status switch
        {
            TestStatus.Passed => this with { Passed = Passed + 1 },
            TestStatus.Skipped or TestStatus.Inconclusive => this with { Ignored = Ignored + 1 },
            _ => this with { Failed = Failed + 1 },
        };
    }
}

/// <summary>Notes the result of every contract test in the matrix.</summary>
[AttributeUsage(AttributeTargets.Assembly)]
public sealed class NoteInMatrixAttribute : Attribute, ITestAction
{
    /// <inheritdoc/>
    public ActionTargets Targets => ActionTargets.Test;

    /// <inheritdoc/>
    public void BeforeTest(ITest test)
    {
        // Nothing is known of a test before it ran.
    }

    /// <inheritdoc/>
    public void AfterTest(ITest test)
    {
        var contract = test.TypeInfo?.Type.GetCustomAttributes(typeof(ContractOfAttribute), false).OfType<ContractOfAttribute>().SingleOrDefault();
        if (contract is null)
            return;
        for (var at = test; at is not null; at = at.Parent)
        {
            if (at.Arguments is [IHarness harness])
            {
                Matrix.Note(contract.Port.Name, harness.Adapter, TestContext.CurrentContext.Result.Outcome.Status);
                return;
            }
        }
    }
}

/// <summary>Prints the matrix when everything has run, and closes what the tests shared.</summary>
[SetUpFixture]
public sealed class EndOfRun
{
    /// <summary>Prints it to the run's output and keeps it under <c>artifacts</c>.</summary>
    [OneTimeTearDown]
    public static void Print()
    {
        var matrix = Matrix.Render();
        TestContext.Progress.WriteLine(matrix);
        if (RepositoryRoot() is { } root)
            File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(root, "artifacts")).FullName, "contract-matrix.txt"), matrix);
    }

    /// <summary>Closes the data file and the database that the contract tests shared.</summary>
    [OneTimeTearDown]
    public static async Task Close()
    {
        await Sqlite.SharedSqlite.CloseAsync();
        await Postgres.SharedPostgres.CloseAsync();
    }

    /// <summary>Closes the connections that the contract tests shared.</summary>
    [OneTimeTearDown]
    public static void Disconnect() => Neo4j.SharedNeo4j.Close();

    private static string? RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ObsControlPlane.sln")))
                return folder.FullName;
        }

        return null;
    }
}
