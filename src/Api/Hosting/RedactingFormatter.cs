using System.Collections;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Domain.Secrets;

namespace ObsControlPlane.Api.Hosting;

/// <summary>Takes secrets out of what is logged, message, values and exception, and hands it to the platform's own formatter.</summary>
internal sealed class RedactingFormatter : ConsoleFormatter
{
    internal const string FormatterName = "redacting";

    private readonly Lazy<ConsoleFormatter> _inner;
    private readonly Lazy<SecretRedactor?> _redactor;

    // Both are looked up at the first line: the formatters are made together, and settings may be invalid.
    public RedactingFormatter(IServiceProvider services)
        : base(FormatterName)
    {
        _inner = new(() => services.GetServices<ConsoleFormatter>()
            .First(formatter => formatter.Name == (Console.IsOutputRedirected ? ConsoleFormatterNames.Json : ConsoleFormatterNames.Simple)));
        _redactor = new(() => Redactor(services));
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        if (_redactor.Value is not { } redactor)
        {
            _inner.Value.Write(logEntry, scopeProvider, textWriter);
            return;
        }

        var message = redactor.Redact(logEntry.Formatter(logEntry.State, logEntry.Exception)).Text;
        var exception = logEntry.Exception is { } thrown ? Redacted(thrown, redactor) : null;
        var state = new RedactedState(message, logEntry.State as IReadOnlyList<KeyValuePair<string, object?>> ?? [], redactor);
        var entry = new LogEntry<RedactedState>(logEntry.LogLevel, logEntry.Category, logEntry.EventId, state, exception, static (state, _) => state.ToString());
        _inner.Value.Write(entry, scopeProvider, textWriter);
    }

    // A setting that stops the start is told in the log as well, which then knows the built-in families alone.
    private static SecretRedactor? Redactor(IServiceProvider services)
    {
        try
        {
            return services.GetRequiredService<SecretSettings>().Redact ? services.GetRequiredService<SecretRedactor>() : null;
        }
        catch (OptionsValidationException)
        {
            return new SecretRedactor();
        }
    }

    private static Exception Redacted(Exception exception, SecretRedactor redactor)
    {
        var told = redactor.Redact(exception.ToString());
        return told.Families.Count == 0 ? exception : new RedactedException(told.Text);
    }

    private sealed class RedactedException(string text) : Exception(text)
    {
        public override string ToString() => Message;
    }

    private sealed class RedactedState(string message, IReadOnlyList<KeyValuePair<string, object?>> values, SecretRedactor redactor)
        : IReadOnlyList<KeyValuePair<string, object?>>
    {
        public int Count => values.Count;

        public KeyValuePair<string, object?> this[int index] => new(values[index].Key, Of(values[index]));

        public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => Enumerable.Range(0, Count).Select(i => this[i]).GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

        public override string ToString() => message;

        // Numbers, flags and the like cannot hold a secret and keep their type.
        private object? Of(KeyValuePair<string, object?> pair) => pair.Value switch
        {
            string text => redactor.Redact(pair.Key, text).Text,
            null or bool or IFormattable => pair.Value,
            var other => redactor.Redact(Convert.ToString(other, CultureInfo.InvariantCulture) ?? "").Text,
        };
    }
}
