using System.Reflection;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Contracts.Journal;

/// <summary>A port whose store can go away: before a call does anything, or after it has done it and before it could answer.</summary>
public class Away<TPort> : DispatchProxy
    where TPort : class
{
    private TPort _port = null!;
    private Whereabouts _where = null!;

    /// <summary>The port over another.</summary>
    internal static TPort Over(TPort port, Whereabouts where)
    {
        var proxy = Create<TPort, Away<TPort>>();
        var away = (Away<TPort>)(object)proxy;
        (away._port, away._where) = (port, where);
        return proxy;
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var result = targetMethod!.ReturnType.GetGenericArguments()[0];
        if (_where.FailsAfter is { } held)
            return FailedAfter(result, held, _where.Failure());
        if (args?.Select(value => _where.FailsFor?.Invoke(value)).FirstOrDefault(failure => failure is not null) is { } own)
            return Failed(result, own);
        if (_where.IsAway)
            return Failed(result, _where.Failure());
        var done = targetMethod.Invoke(_port, args);
        if (!_where.LosesAnswers)
            return done;
        ((Task)done!).GetAwaiter().GetResult();
        _where.IsAway = true;
        return Failed(result, _where.Failure());
    }

    private static object FailedAfter(Type result, Task held, Exception exception) =>
        typeof(Whereabouts).GetMethod(nameof(Whereabouts.FailAsync))!.MakeGenericMethod(result).Invoke(null, [held, exception])!;

    private static object Failed(Type result, Exception exception) =>
        typeof(Task).GetMethod(nameof(Task.FromException), 1, [typeof(Exception)])!.MakeGenericMethod(result).Invoke(null, [exception])!;
}

/// <summary>Where the store is.</summary>
internal sealed class Whereabouts
{
    /// <summary>Whether it cannot be reached.</summary>
    public bool IsAway { get; set; }

    /// <summary>Whether it goes away with the answer to the next write.</summary>
    public bool LosesAnswers { get; set; }

    /// <summary>When set, a call is under way until this ends, and then fails.</summary>
    public Task? FailsAfter { get; set; }

    /// <summary>How a call with this argument fails; null when it does not.</summary>
    public Func<object?, Exception?>? FailsFor { get; set; }

    /// <summary>How it fails.</summary>
    public Func<Exception> Failure { get; set; } = () => new StoreUnavailableException("memory", "be reached", transient: true);

    /// <summary>Fails later.</summary>
    public static async Task<T> FailAsync<T>(Task held, Exception exception)
    {
        await held;
        throw exception;
    }
}
