using System.Reflection;
using NUnit.Framework.Internal;

namespace ObsControlPlane.Contracts;

/// <summary>
/// Runs contract tests from inside a test: against deliberately broken stores, and against adapters that live outside this assembly.
/// </summary>
public static class ContractRun
{
    // What takes seconds here takes a store that works well milliseconds; a broken one may never end.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>Every contract test of a port.</summary>
    /// <param name="port">The port; null for all ports.</param>
    /// <returns>One per test method and case, in ordinal order of names.</returns>
    public static IReadOnlyList<ContractTest> TestsOf(Type? port = null) =>
    [
        .. typeof(ContractRun).Assembly.GetTypes()
            .Where(t => t.GetCustomAttribute<ContractOfAttribute>() is { } contract && (port is null || contract.Port == port))
            .SelectMany(t => t.GetMethods().SelectMany(m => CasesOf(m).Select(c => new ContractTest(t, m, c))))
            .OrderBy(t => t.Name, StringComparer.Ordinal),
    ];

    /// <summary>Runs one test; what it does to the running test's own result is kept apart from it.</summary>
    /// <param name="test">The test.</param>
    /// <param name="harness">A harness of the type that the test's fixture takes.</param>
    /// <returns>Null when it passed; else what it said.</returns>
    public static async Task<string?> FailureOfAsync(ContractTest test, IHarness harness)
    {
        using var isolated = new TestExecutionContext.IsolatedContext();
        try
        {
            await Task.Run(() => RunAsync(test, harness)).WaitAsync(Longest);
            return null;
        }
        catch (TimeoutException)
        {
            return $"It had not ended after {Longest.TotalSeconds} s.";
        }
        catch (Exception e)
        {
            return (e as TargetInvocationException)?.InnerException?.Message ?? e.Message;
        }
    }

    private static async Task RunAsync(ContractTest test, IHarness harness)
    {
        var fixture = Activator.CreateInstance(test.Fixture, harness)!;
        foreach (var setUp in test.Fixture.GetMethods().Where(m => m.IsDefined(typeof(SetUpAttribute))))
            await (Task)setUp.Invoke(fixture, null)!;
        if (test.Method.Invoke(fixture, test.Arguments) is Task running)
            await running;
    }

    private static IEnumerable<object?[]> CasesOf(MethodInfo method)
    {
        if (method.IsDefined(typeof(TestAttribute)))
            yield return [];
        foreach (var cased in method.GetCustomAttributes<TestCaseAttribute>())
            yield return cased.Arguments;
    }
}

/// <summary>One contract test.</summary>
/// <param name="Fixture">The fixture.</param>
/// <param name="Method">The test method.</param>
/// <param name="Arguments">Its arguments; empty when it takes none.</param>
public sealed record ContractTest(Type Fixture, MethodInfo Method, object?[] Arguments)
{
    /// <summary>Fixture, method and arguments.</summary>
    public string Name { get; } =
        $"{Fixture.Name}.{Method.Name}" + (Arguments.Length == 0 ? "" : $"({string.Join(", ", Arguments.Select(a => a is string s ? $"'{s.Replace("\n", "\\n", StringComparison.Ordinal)}'" : a?.ToString() ?? "null"))})");

    /// <inheritdoc/>
    public override string ToString() => Name;
}
