using Microsoft.Extensions.Configuration;
using Npgsql;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Infrastructure.Postgres;

namespace ObsControlPlane.Contracts.Postgres;

/// <summary>How the address of the server is read.</summary>
public sealed class DatabaseUrlTests
{
    [Test]
    public void Every_part_is_read_and_decoded()
    {
        var read = DatabaseUrl.Parse("postgresql://ops%40team:p%2Fw%3A%20%25@db.example:6432/control%20plane?sslmode=verify-full&application_name=api&connect_timeout=7");

        using (Assert.EnterMultipleScope())
        {
            Assert.That((read.Host, read.Port, read.Database), Is.EqualTo(("db.example", 6432, "control plane")));
            Assert.That((read.Username, read.Password), Is.EqualTo(("ops@team", "p/w: %")));
            Assert.That((read.SslMode, read.ApplicationName, read.Timeout), Is.EqualTo((SslMode.VerifyFull, "api", 7)));
        }
    }

    [TestCase("postgres://db/ocp", "db", 5432)]
    [TestCase("postgresql://u@[::1]:5433/ocp", "::1", 5433)]
    public void What_is_left_out_has_its_usual_value(string url, string host, int port)
    {
        var read = DatabaseUrl.Parse(url);
        Assert.That((read.Host, read.Port, read.Database, read.Password), Is.EqualTo((host, port, "ocp", (string?)null)));
    }

    [TestCase("postgresql://db", "database")]
    [TestCase("mysql://db/ocp", "form")]
    [TestCase("postgresql://db/ocp?sslmode=full", "sslmode")]
    [TestCase("postgresql://db/ocp?target_session_attrs=any", "target_session_attrs")]
    public void What_cannot_be_meant_is_refused_and_named(string url, string named) =>
        Assert.That(() => DatabaseUrl.Parse(url), Throws.TypeOf<FormatException>().With.Message.Contains(named));

    [Test]
    public void The_form_of_dot_net_is_taken_too_and_beside_another_address_neither_is()
    {
        var dotNet = ("Stores:Memory:ConnectionString", "Host=other;Database=plane;Username=me");
        Assert.That(new NpgsqlConnectionStringBuilder(Read(dotNet).ConnectionString).Host, Is.EqualTo("other"));
        Assert.That(
            () => Read(("DATABASE_URL", "postgresql://db/ocp"), dotNet),
            Throws.TypeOf<StartupException>().With.Property("Why").EqualTo("DATABASE_URL and Stores:Memory:ConnectionString are both set and differ."));
    }

    [Test]
    public void No_refusal_and_no_setting_prints_a_password()
    {
        var refused = Assert.Throws<StartupException>(() => Read(("DATABASE_URL", "postgresql://u:hunter2@db")));
        var unknown = Assert.Throws<StartupException>(() => Read(("DATABASE_URL", "Host=db;Database=x;Pass=hunter2;Port=hunter2")));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(refused!.ExitCode, Is.EqualTo(StartupException.Configuration));
            Assert.That(refused.Message + unknown!.Message, Does.Not.Contain("hunter2"));
            Assert.That(Read(("DATABASE_URL", "postgresql://u:hunter2@db/ocp")).ToString(), Does.Not.Contain("hunter2"));
        }
    }

    [TestCase("Postgres:PoolSize", "0")]
    [TestCase("Postgres:CommandSeconds", "1e9")]
    [TestCase("Postgres:AllowUnsafe", "maybe")]
    public void A_setting_out_of_its_range_is_named(string name, string value) =>
        Assert.That(() => Read(("DATABASE_URL", "postgresql://db/ocp"), (name, value)), Throws.TypeOf<StartupException>().With.Message.Contains(name));

    [Test]
    public void Without_an_address_the_names_are_listed() =>
        Assert.That(() => Read(), Throws.TypeOf<StartupException>().With.Message.Contains("DATABASE_URL"));

    private static PostgresOptions Read(params (string Name, string Value)[] settings) => PostgresSettings.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Append(("Embedding:Model", "none")).Select(s => KeyValuePair.Create(s.Item1, (string?)s.Item2))).Build());
}
