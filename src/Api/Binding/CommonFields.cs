using System.Text.Json;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Api.Binding;

/// <summary>Members that several bodies share, each read in one way.</summary>
internal static class CommonFields
{
    /// <summary>The member <c>scope</c>; it takes no unknown name.</summary>
    /// <param name="fields">The object that has it.</param>
    /// <param name="name">The member.</param>
    internal static Scope? Scope(this JsonFields fields, string name = "scope")
    {
        if (fields.Object(name) is not { } scope)
            return null;
        scope.RefuseUnknown("service", "server", "environment", "version");
        return new Scope(scope.Text("service"), scope.Text("server"), scope.Text("environment"), scope.Text("version"));
    }

    /// <summary>A caller's own JSON object.</summary>
    /// <param name="fields">The object that has it.</param>
    /// <param name="name">The member.</param>
    internal static Metadata? Metadata(this JsonFields fields, string name = "metadata")
    {
        if (fields.Object(name) is not { } found)
            return null;
        // One that holds ill-formed text has its errors already and cannot be written.
        return fields.Errors.Fields.Any(field => field.Name.StartsWith(found.Path.Name, StringComparison.Ordinal)) ? null : MetadataText.Of(found.Element);
    }

    /// <summary>A fix as the body of <c>POST /api/fixes</c> tells it.</summary>
    /// <param name="fields">The object.</param>
    internal static FixSubmission Fix(this JsonFields fields) => new()
    {
        Issue = fields.Text("issue"),
        Solution = fields.Text("solution"),
        Success = fields.Flag("success"),
        Agent = fields.Text("agent"),
        Scope = fields.Scope(),
        Ts = fields.Integer("ts"),
        Source = fields.Text("source"),
        SourceId = fields.Text("source_id"),
        Tags = fields.Texts("tags"),
        Metadata = fields.Metadata(),
        Fingerprint = fields.Text("fingerprint"),
    };

    /// <summary>What is wrong with one item of many, by field as the item names it.</summary>
    /// <param name="errors">The item's errors.</param>
    internal static IReadOnlyDictionary<string, string[]> ForItem(this FieldErrors errors) => errors.ByField();

    /// <summary>An item of an array as a fix of its own.</summary>
    /// <param name="item">The item.</param>
    /// <param name="bind">Reads its members.</param>
    internal static ImportItem Item(JsonElement item, Func<JsonFields, FixSubmission> bind)
    {
        var errors = new FieldErrors();
        var wellNamed = IllFormedText.Scan(item, FieldPath.Body, errors);
        var fields = JsonFields.Of(item, FieldPath.Body, errors);
        return new ImportItem(fields is null || !wellNamed ? null : bind(fields), errors.ForItem());
    }
}
