using NpgsqlTypes;

namespace ObsControlPlane.Infrastructure.Postgres.Sessions;

/// <summary>A value with its type, so that a NULL has one too and the same statement is always the same prepared one.</summary>
/// <param name="Type">Type of the parameter.</param>
/// <param name="Value">Its value; null for NULL.</param>
internal readonly record struct Arg(NpgsqlDbType Type, object? Value)
{
    public static implicit operator Arg(string? value) => new(NpgsqlDbType.Text, value);

    public static implicit operator Arg(long value) => new(NpgsqlDbType.Bigint, value);

    public static implicit operator Arg(long? value) => new(NpgsqlDbType.Bigint, value);

    public static implicit operator Arg(int value) => new(NpgsqlDbType.Bigint, (long)value);

    public static implicit operator Arg(bool value) => new(NpgsqlDbType.Boolean, value);

    public static implicit operator Arg(bool? value) => new(NpgsqlDbType.Boolean, value);

    public static implicit operator Arg(double value) => new(NpgsqlDbType.Double, value);

    public static implicit operator Arg(Guid value) => new(NpgsqlDbType.Uuid, value);

    public static implicit operator Arg(Guid? value) => new(NpgsqlDbType.Uuid, value);

    public static implicit operator Arg(byte[]? value) => new(NpgsqlDbType.Bytea, value);

    public static implicit operator Arg(string[]? value) => new(NpgsqlDbType.Array | NpgsqlDbType.Text, value);

    public static implicit operator Arg(Guid[]? value) => new(NpgsqlDbType.Array | NpgsqlDbType.Uuid, value);

    public static implicit operator Arg(long[]? value) => new(NpgsqlDbType.Array | NpgsqlDbType.Bigint, value);

    public static implicit operator Arg(double[]? value) => new(NpgsqlDbType.Array | NpgsqlDbType.Double, value);

    public static implicit operator Arg(float[]? value) => new(NpgsqlDbType.Array | NpgsqlDbType.Real, value);
}
