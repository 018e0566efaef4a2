using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>
/// Values of one row, compared with the row's hash before any of them is looked at. Stores hold them in what types they have: a flag as a
/// truth or a number, an id as such or as the 16 bytes of its text's order, tags as an array or as a JSON array.
/// </summary>
internal readonly struct RowValues
{
    private readonly object[] _values;

    private RowValues(object[] values) => _values = values;

    /// <summary>Reads <paramref name="count"/> columns from <paramref name="first"/> on; the hash is in the column after them.</summary>
    /// <exception cref="DamagedRowException">The row is not what was written.</exception>
    public static RowValues Verified(DbDataReader row, string table, int first, int count)
    {
        var values = new object[count];
        for (var i = 0; i < count; i++)
            values[i] = row.GetValue(first + i);
        if (row.GetValue(first + count) is not byte[] kept || !ContentHash.Of(values).AsSpan().SequenceEqual(kept))
            throw new DamagedRowException(table, values[0]);
        return new RowValues(values);
    }

    public long Integer(int column) => _values[column] is long number ? number : Convert.ToInt64(_values[column], CultureInfo.InvariantCulture);

    public long? IntegerOrNull(int column) => _values[column] as long?;

    public bool Flag(int column) => _values[column] is bool flag ? flag : (long)_values[column] != 0;

    public bool? FlagOrNull(int column) => _values[column] is DBNull ? null : Flag(column);

    public string Text(int column) => (string)_values[column];

    public string? TextOrNull(int column) => _values[column] as string;

    public byte[] Bytes(int column) => (byte[])_values[column];

    public Guid Id(int column) => _values[column] is Guid id ? id : new Guid(Bytes(column), bigEndian: true);

    public Guid? IdOrNull(int column) => _values[column] is DBNull ? null : Id(column);

    public Fingerprint Fingerprint(int column) => Domain.Issues.Fingerprint.Parse(Text(column));

    public Metadata? Metadata(int column) => TextOrNull(column) is { } json ? new Metadata(json) : null;

    /// <summary>Tags; NULL when there are none.</summary>
    public IReadOnlyList<string> Tags(int column) => _values[column] switch
    {
        string[] tags => tags,
        string json => JsonSerializer.Deserialize<string[]>(json)!,
        _ => [],
    };

    /// <summary>Service, server, environment and version from four columns beside each other.</summary>
    public Scope Scope(int column) =>
        ScopeOf(TextOrNull(column), TextOrNull(column + 1), TextOrNull(column + 2), TextOrNull(column + 3));

    public static Scope ScopeOf(string? service, string? server, string? environment, string? version)
    {
        var scope = new Scope(service, server, environment, version);
        return scope.IsEmpty ? Domain.Scopes.Scope.Everywhere : scope;
    }
}
