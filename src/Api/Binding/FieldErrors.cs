using System.Text.Json;
using FluentValidation.Results;
using ObsControlPlane.Api.Errors;

namespace ObsControlPlane.Api.Binding;

/// <summary>What is wrong with a request, by field, in the order it was found. The first finder of a field has the say.</summary>
internal sealed class FieldErrors
{
    private readonly List<FieldPath> _fields = [];
    private readonly Dictionary<string, List<string>> _messages = new(StringComparer.Ordinal);

    /// <summary>True when something is wrong.</summary>
    internal bool Any => _fields.Count > 0;

    /// <summary>The wrong fields.</summary>
    internal IReadOnlyList<FieldPath> Fields => _fields;

    /// <summary>Whether a field is known to be wrong.</summary>
    /// <param name="field">The field.</param>
    internal bool Has(FieldPath field) => _messages.ContainsKey(field.Name);

    /// <summary>Says what a field must be.</summary>
    /// <param name="field">The field.</param>
    /// <param name="message">Goes on from the field's name: "must be a text".</param>
    internal void Add(FieldPath field, string message)
    {
        if (!_messages.TryGetValue(field.Name, out var messages))
        {
            _fields.Add(field);
            _messages[field.Name] = messages = [];
        }

        if (!messages.Contains(message, StringComparer.Ordinal))
            messages.Add(message);
    }

    /// <summary>Adds what a validator found of fields that are not known to be wrong yet: a text that was a number is not missing, too.</summary>
    /// <param name="failures">Failures with names as on the wire.</param>
    /// <param name="inBody">True when the fields are the body's.</param>
    internal void Merge(IEnumerable<ValidationFailure> failures, bool inBody)
    {
        var known = _messages.Keys.ToHashSet(StringComparer.Ordinal);
        foreach (var failure in failures)
        {
            var field = PathOf(failure.PropertyName, inBody);
            if (!known.Any(name => name == field.Name || field.Name.StartsWith(name + ".", StringComparison.Ordinal)))
                Add(field, failure.ErrorMessage);
        }
    }

    /// <summary>The failures of a validator alone.</summary>
    /// <param name="failures">Failures with names as on the wire.</param>
    internal static FieldErrors Of(IEnumerable<ValidationFailure> failures)
    {
        var errors = new FieldErrors();
        errors.Merge(failures, inBody: true);
        return errors;
    }

    /// <summary>The member <c>errors</c>.</summary>
    internal IReadOnlyDictionary<string, string[]> ByField() =>
        _fields.ToDictionary(field => field.Name.Length == 0 ? "body" : field.Name, field => _messages[field.Name].ToArray(), StringComparer.Ordinal);

    /// <summary>The member <c>pointers</c>: where in the body each field stands; without those that are not in it.</summary>
    internal IReadOnlyDictionary<string, string> Pointers() =>
        _fields.Where(field => field.Pointer is not null)
            .ToDictionary(field => field.Name.Length == 0 ? "body" : field.Name, field => field.Pointer!, StringComparer.Ordinal);

    /// <summary>Refuses the request when something is wrong.</summary>
    /// <exception cref="ProblemException">400 validation.</exception>
    internal void ThrowIfAny()
    {
        if (Any)
            throw new ProblemException(ProblemMap.Refused(this));
    }

    private static FieldPath PathOf(string property, bool inBody)
    {
        var path = inBody ? FieldPath.Body : FieldPath.Outside("");
        foreach (var part in property.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            var bracket = part.IndexOf('[', StringComparison.Ordinal);
            path = path.Member(SnakeCase(bracket < 0 ? part : part[..bracket]));
            if (bracket >= 0 && int.TryParse(part.AsSpan(bracket + 1).TrimEnd(']'), out var index))
                path = path.Item(index);
        }

        return path;
    }

    private static string SnakeCase(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name);
}
