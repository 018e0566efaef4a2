using Npgsql;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>What PostgreSQL's errors mean for the write that met them.</summary>
public sealed class PostgresFailureTests
{
    [TestCase("22P05", false, true)]
    [TestCase("23502", false, true)]
    [TestCase("23505", false, true)]
    [TestCase("54000", false, true)]
    [TestCase("28P01", false, false)]
    [TestCase("42501", false, false)]
    [TestCase("42P01", false, false)]
    [TestCase("42703", false, false)]
    [TestCase("3D000", false, false)]
    [TestCase("57P03", true, false)]
    [TestCase("53100", true, false)]
    [TestCase("25006", true, false)]
    [TestCase("40P01", true, false)]
    [TestCase("55P03", true, false)]
    public void Only_what_a_row_holds_is_a_refusal_and_only_what_passes_by_itself_is_transient(string state, bool isTransient, bool isRefusal)
    {
        var failure = PostgresFailure.AsUnavailable(new PostgresException("no", "ERROR", "ERROR", state), "take a fix");

        Assert.That((failure.IsTransient, failure.IsRefusal, failure.Store), Is.EqualTo((isTransient, isRefusal, "memory")));
    }

    [Test]
    public void A_server_that_cannot_be_reached_is_away()
    {
        var failure = PostgresFailure.AsUnavailable(new NpgsqlException("refused", new System.Net.Sockets.SocketException(111)), "take a fix");

        Assert.That((failure.IsTransient, failure.IsOverload, failure.IsRefusal), Is.EqualTo((true, false, false)));
    }
}
