using System.Globalization;
using Npgsql;
using ObsControlPlane.Domain;
using ObsControlPlane.Domain.Issues;
using ObsControlPlane.Domain.Scopes;

namespace ObsControlPlane.Infrastructure.Postgres.Rows;

/// <summary>Values of one row, compared with the row's hash before any of them is looked at.</summary>
internal readonly struct RowValues
{
    private readonly object[] _values;

    private RowValues(object[] values) => _values = values;

    /// <summary>Reads <paramref name="count"/> columns from <paramref name="first"/> on; the hash is in the column after them.</summary>
    /// <exception cref="DamagedRowException">The row is not what was written.</exception>
    public static RowValues Verified(NpgsqlDataReader row, string table, int first, int count)
    {
        var values = new object[count];
        for (var i = 0; i < count; i++)
            values[i] = row.GetValue(first + i);
        if (row.GetValue(first + count) is not byte[] kept || !RowHash.OfRead(values).AsSpan().SequenceEqual(kept))
            throw new DamagedRowException(table, values[0]);
        return new RowValues(values);
    }

    public long Integer(int column) => Convert.ToInt64(_values[column], CultureInfo.InvariantCulture);

    public long? IntegerOrNull(int column) => _values[column] as long?;

    public bool Flag(int column) => (bool)_values[column];

    public bool? FlagOrNull(int column) => _values[column] as bool?;

    public string Text(int column) => (string)_values[column];

    public string? TextOrNull(int column) => _values[column] as string;

    public byte[] Bytes(int column) => (byte[])_values[column];

    public Guid Id(int column) => (Guid)_values[column];

    public Guid? IdOrNull(int column) => _values[column] as Guid?;

    public Fingerprint Fingerprint(int column) => Domain.Issues.Fingerprint.Parse(Text(column));

    public Metadata? Metadata(int column) => TextOrNull(column) is { } json ? new Metadata(json) : null;

    public IReadOnlyList<string> Tags(int column) => _values[column] as string[] ?? [];

    /// <summary>Service, server, environment and version from four columns beside each other.</summary>
    public Scope Scope(int column) =>
        ScopeOf(TextOrNull(column), TextOrNull(column + 1), TextOrNull(column + 2), TextOrNull(column + 3));

    public static Scope ScopeOf(string? service, string? server, string? environment, string? version)
    {
        var scope = new Scope(service, server, environment, version);
        return scope.IsEmpty ? Domain.Scopes.Scope.Everywhere : scope;
    }

    /// <summary>Tags as they are stored: NULL when there are none.</summary>
    public static string[]? Tags(IReadOnlyList<string> tags) => tags.Count == 0 ? null : [.. tags];
}
