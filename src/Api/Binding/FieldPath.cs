using System.Globalization;

namespace ObsControlPlane.Api.Binding;

/// <summary>Where in a request something stands: as people name it and as a JSON pointer (RFC 6901, as a fragment).</summary>
/// <param name="Name">For example <c>fixes[2].scope.server</c>; empty for the body itself.</param>
/// <param name="Pointer">For example <c>#/fixes/2/scope/server</c>; null for what is not in the body.</param>
internal readonly record struct FieldPath(string Name, string? Pointer)
{
    /// <summary>The body itself.</summary>
    internal static readonly FieldPath Body = new("", "#");

    /// <summary>A parameter of the query string or a header.</summary>
    /// <param name="name">Its name.</param>
    internal static FieldPath Outside(string name) => new(name, null);

    /// <summary>A member of this object.</summary>
    /// <param name="name">Its name.</param>
    internal FieldPath Member(string name) => new(
        Name.Length == 0 ? name : $"{Name}.{name}",
        Pointer is null ? null : $"{Pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}");

    /// <summary>An item of this array.</summary>
    /// <param name="index">Its position, 0 or more.</param>
    internal FieldPath Item(int index)
    {
        var position = index.ToString(CultureInfo.InvariantCulture);
        return new FieldPath($"{Name}[{position}]", Pointer is null ? null : $"{Pointer}/{position}");
    }
}
