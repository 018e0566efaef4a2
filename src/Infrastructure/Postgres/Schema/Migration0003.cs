using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ObsControlPlane.Infrastructure.Postgres.Schema;

/// <summary>
/// Alerts of episodes, who is on them, and what was delivered. In plain SQL: nothing reads these tables through <see cref="RecordContext"/>.
/// </summary>
[DbContext(typeof(RecordContext))]
[Migration("20260101000003_Alerts")]
internal sealed class Migration0003 : Migration
{
    private const string Tables = """
        -- Beside the episodes, whose rows and hashes stay as they are. text: what is recalled with; NULL when no alert told of it.
        CREATE TABLE episode_details (
            episode uuid PRIMARY KEY,
            text text COLLATE "C",
            acknowledged_by text COLLATE "C",
            acknowledged_at bigint,
            content_hash bytea NOT NULL);

        -- sender: the sender's own fingerprint of the alert.
        CREATE TABLE episode_alerts (
            episode uuid NOT NULL,
            source text COLLATE "C" NOT NULL,
            sender text COLLATE "C" NOT NULL,
            fired_at bigint NOT NULL,
            resolved_at bigint,
            times bigint NOT NULL,
            content_hash bytea NOT NULL,
            PRIMARY KEY (episode, source, sender));
        CREATE INDEX firing_alerts ON episode_alerts (episode) WHERE resolved_at IS NULL;
        CREATE INDEX episodes_by_start ON episodes (started_at DESC, id);
        CREATE INDEX outcomes_of_episode ON outcomes (episode_id) WHERE episode_id IS NOT NULL;

        CREATE TABLE alert_deliveries (
            id uuid PRIMARY KEY,
            received_at bigint NOT NULL,
            source text COLLATE "C" NOT NULL,
            received bigint NOT NULL,
            firing bigint NOT NULL,
            repeats bigint NOT NULL,
            resolved bigint NOT NULL,
            late bigint NOT NULL,
            refused bigint NOT NULL,
            mended bigint NOT NULL,
            took_ms bigint NOT NULL,
            bytes bigint NOT NULL,
            problem text COLLATE "C",
            body text COLLATE "C");
        CREATE INDEX deliveries_by_time ON alert_deliveries (received_at DESC, id);
        """;

    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(Tables);
}
