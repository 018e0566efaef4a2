using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;
using NpgsqlTypes;
using Pgvector;

#nullable disable

// Run once for a database: its arrays need no field.
#pragma warning disable CA1861

namespace ObsControlPlane.Infrastructure.Postgres.Schema;

/// <summary>The first schema: the tables of <see cref="RecordContext"/>, and by <see cref="Migration0001Sql"/> what EF has no words for.</summary>
[DbContext(typeof(RecordContext))]
[Migration("20260101000001_Record")]
internal sealed class Migration0001 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql(Migration0001Sql.Before);

        migrationBuilder.CreateSequence(
            name: "record_revision");

        migrationBuilder.CreateTable(
            name: "agents",
            columns: table => new
            {
                name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                server = table.Column<string>(type: "text", nullable: true, collation: "C"),
                instance_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                interval_seconds = table.Column<int>(type: "integer", nullable: false),
                registered_at = table.Column<long>(type: "bigint", nullable: false),
                last_seen = table.Column<long>(type: "bigint", nullable: false),
                excused_ms = table.Column<long>(type: "bigint", nullable: false),
                last_report = table.Column<long>(type: "bigint", nullable: true),
                retired_at = table.Column<long>(type: "bigint", nullable: true),
                metadata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                revision = table.Column<long>(type: "bigint", nullable: false),
                told_status = table.Column<short>(type: "smallint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_agents", x => x.name);
            });

        migrationBuilder.CreateTable(
            name: "aliases",
            columns: table => new
            {
                twin = table.Column<Guid>(type: "uuid", nullable: false),
                id = table.Column<Guid>(type: "uuid", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_aliases", x => x.twin);
            });

        migrationBuilder.CreateTable(
            name: "counters",
            columns: table => new
            {
                slot = table.Column<int>(type: "integer", nullable: false),
                fixes = table.Column<long>(type: "bigint", nullable: false),
                memories = table.Column<long>(type: "bigint", nullable: false),
                outcomes = table.Column<long>(type: "bigint", nullable: false),
                agents = table.Column<long>(type: "bigint", nullable: false),
                worked = table.Column<long>(type: "bigint", nullable: false),
                failed = table.Column<long>(type: "bigint", nullable: false),
                inconclusive = table.Column<long>(type: "bigint", nullable: false),
                waiting = table.Column<long>(type: "bigint", nullable: false),
                terms = table.Column<long>(type: "bigint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_counters", x => x.slot);
            });

        migrationBuilder.CreateTable(
            name: "dead_letters",
            columns: table => new
            {
                id = table.Column<long>(type: "bigint", nullable: false),
                kind = table.Column<short>(type: "smallint", nullable: false),
                fix = table.Column<Guid>(type: "uuid", nullable: true),
                agent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                created_at = table.Column<long>(type: "bigint", nullable: false),
                parked_at = table.Column<long>(type: "bigint", nullable: false),
                tries = table.Column<int>(type: "integer", nullable: false),
                reason = table.Column<string>(type: "text", nullable: false, collation: "C")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_dead_letters", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "embedding_models",
            columns: table => new
            {
                model = table.Column<int>(type: "integer", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                revision = table.Column<string>(type: "text", nullable: false, collation: "C"),
                dimension = table.Column<int>(type: "integer", nullable: false),
                role = table.Column<short>(type: "smallint", nullable: false),
                vectors = table.Column<long>(type: "bigint", nullable: false),
                indexed = table.Column<bool>(type: "boolean", nullable: false),
                changed = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_embedding_models", x => x.model);
            });

        migrationBuilder.CreateTable(
            name: "embedding_queue",
            columns: table => new
            {
                rid = table.Column<long>(type: "bigint", nullable: false),
                id = table.Column<Guid>(type: "uuid", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_embedding_queue", x => x.rid);
            });

        migrationBuilder.CreateTable(
            name: "episode_returns",
            columns: table => new
            {
                episode = table.Column<Guid>(type: "uuid", nullable: false),
                fix = table.Column<Guid>(type: "uuid", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_episode_returns", x => new { x.episode, x.fix });
            });

        migrationBuilder.CreateTable(
            name: "episodes",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                fingerprint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                place = table.Column<string>(type: "text", nullable: true, collation: "C"),
                service = table.Column<string>(type: "text", nullable: true, collation: "C"),
                server = table.Column<string>(type: "text", nullable: true, collation: "C"),
                source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                started_at = table.Column<long>(type: "bigint", nullable: false),
                last_seen_at = table.Column<long>(type: "bigint", nullable: false),
                ended_at = table.Column<long>(type: "bigint", nullable: true),
                count = table.Column<long>(type: "bigint", nullable: false),
                content_hash = table.Column<byte[]>(type: "bytea", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_episodes", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "erased",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                kind = table.Column<short>(type: "smallint", nullable: false),
                erased_at = table.Column<long>(type: "bigint", nullable: false),
                revision = table.Column<long>(type: "bigint", nullable: false),
                rid = table.Column<long>(type: "bigint", nullable: false),
                changed = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_erased", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "further_terms",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                part = table.Column<int>(type: "integer", nullable: false),
                terms = table.Column<string[]>(type: "text[]", nullable: false),
                term_counts = table.Column<byte[]>(type: "bytea", nullable: false),
                words = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true, computedColumnSql: "array_to_tsvector(terms)", stored: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_further_terms", x => new { x.id, x.part });
            });

        migrationBuilder.CreateTable(
            name: "heartbeat",
            columns: table => new
            {
                single = table.Column<short>(type: "smallint", nullable: false),
                beat = table.Column<long>(type: "bigint", nullable: false),
                terms_counted_at = table.Column<long>(type: "bigint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_heartbeat", x => x.single);
            });

        migrationBuilder.CreateTable(
            name: "idempotency",
            columns: table => new
            {
                key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                item = table.Column<int>(type: "integer", nullable: false),
                digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                kind = table.Column<string>(type: "text", nullable: false, collation: "C"),
                answer = table.Column<string>(type: "text", nullable: false, collation: "C"),
                created = table.Column<long>(type: "bigint", nullable: false),
                content_hash = table.Column<byte[]>(type: "bytea", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_idempotency", x => new { x.key, x.item });
            });

        migrationBuilder.CreateTable(
            name: "issues",
            columns: table => new
            {
                fingerprint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                first_seen = table.Column<long>(type: "bigint", nullable: false),
                text = table.Column<string>(type: "text", nullable: true, collation: "C"),
                content_hash = table.Column<byte[]>(type: "bytea", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_issues", x => x.fingerprint);
            });

        migrationBuilder.CreateTable(
            name: "memori_embeddings",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                model = table.Column<int>(type: "integer", nullable: false),
                rid = table.Column<long>(type: "bigint", nullable: false),
                dimension = table.Column<int>(type: "integer", nullable: false),
                vector = table.Column<Vector>(type: "vector", nullable: true),
                long_vector = table.Column<Vector>(type: "vector", nullable: true),
                content_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                changed = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_memori_embeddings", x => new { x.id, x.model });
            });

        migrationBuilder.CreateTable(
            name: "memori_metadata",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                rid = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                kind = table.Column<short>(type: "smallint", nullable: false),
                fingerprint = table.Column<string>(type: "text", nullable: true, collation: "C"),
                key_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                solution_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                ts = table.Column<long>(type: "bigint", nullable: false),
                first_ts = table.Column<long>(type: "bigint", nullable: false),
                sightings = table.Column<long>(type: "bigint", nullable: false),
                revision = table.Column<long>(type: "bigint", nullable: false),
                success = table.Column<bool>(type: "boolean", nullable: true),
                success_ts = table.Column<long>(type: "bigint", nullable: true),
                worked = table.Column<long>(type: "bigint", nullable: false),
                failed = table.Column<long>(type: "bigint", nullable: false),
                rolled_back = table.Column<long>(type: "bigint", nullable: false),
                attempted = table.Column<long>(type: "bigint", nullable: false),
                unknown = table.Column<long>(type: "bigint", nullable: false),
                agent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                service = table.Column<string>(type: "text", nullable: true, collation: "C"),
                server = table.Column<string>(type: "text", nullable: true, collation: "C"),
                environment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                version = table.Column<string>(type: "text", nullable: true, collation: "C"),
                source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                source_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                supersedes = table.Column<Guid>(type: "uuid", nullable: true),
                superseded_by = table.Column<Guid>(type: "uuid", nullable: true),
                tags = table.Column<string[]>(type: "text[]", nullable: true),
                key = table.Column<string>(type: "text", nullable: true, collation: "C"),
                metadata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                issue = table.Column<string>(type: "text", nullable: true, collation: "C"),
                solution = table.Column<string>(type: "text", nullable: false, collation: "C"),
                content_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                issue_folded = table.Column<string>(type: "text", nullable: true, collation: "C"),
                terms = table.Column<string[]>(type: "text[]", nullable: false),
                term_counts = table.Column<byte[]>(type: "bytea", nullable: false),
                length = table.Column<int>(type: "integer", nullable: false),
                added = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()"),
                changed = table.Column<ulong>(type: "xid8", nullable: false, defaultValueSql: "pg_current_xact_id()"),
                words = table.Column<NpgsqlTsVector>(type: "tsvector", nullable: true, computedColumnSql: "array_to_tsvector(terms)", stored: true)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_memori_metadata", x => x.id);
                table.UniqueConstraint("memori_metadata_rid", x => x.rid);
            });

        migrationBuilder.CreateTable(
            name: "occurrences",
            columns: table => new
            {
                episode = table.Column<Guid>(type: "uuid", nullable: false),
                n = table.Column<long>(type: "bigint", nullable: false),
                ts = table.Column<long>(type: "bigint", nullable: false),
                fingerprint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                server = table.Column<string>(type: "text", nullable: true, collation: "C")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_occurrences", x => new { x.episode, x.n });
            });

        migrationBuilder.CreateTable(
            name: "outbox",
            columns: table => new
            {
                id = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                kind = table.Column<short>(type: "smallint", nullable: false),
                fix = table.Column<Guid>(type: "uuid", nullable: true),
                agent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                created_at = table.Column<long>(type: "bigint", nullable: false),
                due_at = table.Column<long>(type: "bigint", nullable: false),
                tries = table.Column<int>(type: "integer", nullable: false),
                owner = table.Column<string>(type: "text", nullable: true, collation: "C"),
                error = table.Column<string>(type: "text", nullable: true, collation: "C")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_outbox", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "outcome_evidence",
            columns: table => new
            {
                fix = table.Column<Guid>(type: "uuid", nullable: false),
                service = table.Column<string>(type: "text", nullable: false, collation: "C"),
                server = table.Column<string>(type: "text", nullable: false, collation: "C"),
                environment = table.Column<string>(type: "text", nullable: false, collation: "C"),
                version = table.Column<string>(type: "text", nullable: false, collation: "C"),
                worked_reported = table.Column<long>(type: "bigint", nullable: false),
                worked_person = table.Column<long>(type: "bigint", nullable: false),
                worked_verified = table.Column<long>(type: "bigint", nullable: false),
                worked_cleared = table.Column<long>(type: "bigint", nullable: false),
                failed_reported = table.Column<long>(type: "bigint", nullable: false),
                failed_person = table.Column<long>(type: "bigint", nullable: false),
                failed_verified = table.Column<long>(type: "bigint", nullable: false),
                failed_cleared = table.Column<long>(type: "bigint", nullable: false),
                unknown = table.Column<long>(type: "bigint", nullable: false),
                came_back = table.Column<long>(type: "bigint", nullable: false),
                last_ts = table.Column<long>(type: "bigint", nullable: true),
                last_worked_ts = table.Column<long>(type: "bigint", nullable: true),
                came_back_ts = table.Column<long>(type: "bigint", nullable: true),
                content_hash = table.Column<byte[]>(type: "bytea", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_outcome_evidence", x => new { x.fix, x.service, x.server, x.environment, x.version });
            });

        migrationBuilder.CreateTable(
            name: "outcomes",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                fix = table.Column<Guid>(type: "uuid", nullable: false),
                ts = table.Column<long>(type: "bigint", nullable: false),
                kind = table.Column<short>(type: "smallint", nullable: false),
                counted = table.Column<bool>(type: "boolean", nullable: false),
                evidence = table.Column<short>(type: "smallint", nullable: false),
                agent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                service = table.Column<string>(type: "text", nullable: true, collation: "C"),
                server = table.Column<string>(type: "text", nullable: true, collation: "C"),
                environment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                version = table.Column<string>(type: "text", nullable: true, collation: "C"),
                recall_id = table.Column<Guid>(type: "uuid", nullable: true),
                application_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                episode_id = table.Column<Guid>(type: "uuid", nullable: true),
                note = table.Column<string>(type: "text", nullable: true, collation: "C"),
                content_hash = table.Column<byte[]>(type: "bytea", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_outcomes", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "reports",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                place = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                fix = table.Column<Guid>(type: "uuid", nullable: false),
                fingerprint = table.Column<string>(type: "text", nullable: false, collation: "C"),
                ts = table.Column<long>(type: "bigint", nullable: false),
                ts_given = table.Column<bool>(type: "boolean", nullable: false),
                success = table.Column<bool>(type: "boolean", nullable: true),
                inferred = table.Column<bool>(type: "boolean", nullable: false),
                agent = table.Column<string>(type: "text", nullable: true, collation: "C"),
                service = table.Column<string>(type: "text", nullable: true, collation: "C"),
                server = table.Column<string>(type: "text", nullable: true, collation: "C"),
                environment = table.Column<string>(type: "text", nullable: true, collation: "C"),
                version = table.Column<string>(type: "text", nullable: true, collation: "C"),
                source = table.Column<string>(type: "text", nullable: true, collation: "C"),
                source_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                told = table.Column<byte[]>(type: "bytea", nullable: false),
                tags = table.Column<string[]>(type: "text[]", nullable: true),
                metadata = table.Column<string>(type: "text", nullable: true, collation: "C"),
                issue_kind = table.Column<short>(type: "smallint", nullable: false),
                issue = table.Column<string>(type: "text", nullable: true, collation: "C"),
                solution = table.Column<string>(type: "text", nullable: true, collation: "C"),
                content_hash = table.Column<byte[]>(type: "bytea", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_reports", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "telemetry_points",
            columns: table => new
            {
                place = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                report = table.Column<Guid>(type: "uuid", nullable: false),
                agent = table.Column<string>(type: "text", nullable: false, collation: "C"),
                name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                unit = table.Column<string>(type: "text", nullable: true, collation: "C"),
                ts = table.Column<long>(type: "bigint", nullable: false),
                value = table.Column<double>(type: "double precision", nullable: false),
                attributes = table.Column<string>(type: "text", nullable: true, collation: "C")
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_telemetry_points", x => x.place);
            });

        migrationBuilder.CreateTable(
            name: "telemetry_reports",
            columns: table => new
            {
                id = table.Column<Guid>(type: "uuid", nullable: false),
                place = table.Column<long>(type: "bigint", nullable: false)
                    .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityByDefaultColumn),
                agent = table.Column<string>(type: "text", nullable: false, collation: "C"),
                instance_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                sequence = table.Column<long>(type: "bigint", nullable: true),
                digest = table.Column<string>(type: "text", nullable: false, collation: "C"),
                ts = table.Column<long>(type: "bigint", nullable: false),
                received_at = table.Column<long>(type: "bigint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_telemetry_reports", x => x.id);
            });

        migrationBuilder.CreateTable(
            name: "term_frequencies",
            columns: table => new
            {
                term = table.Column<string>(type: "text", nullable: false, collation: "C"),
                records = table.Column<long>(type: "bigint", nullable: false)
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_term_frequencies", x => x.term);
            });

        migrationBuilder.CreateIndex(
            name: "aliases_of",
            table: "aliases",
            column: "id");

        migrationBuilder.CreateIndex(
            name: "model_identity",
            table: "embedding_models",
            columns: new[] { "id", "revision", "dimension" },
            unique: true);

        migrationBuilder.CreateIndex(
            name: "waiting_records",
            table: "embedding_queue",
            column: "id");

        migrationBuilder.CreateIndex(
            name: "returns_of_fix",
            table: "episode_returns",
            column: "fix");

        migrationBuilder.CreateIndex(
            name: "episodes_by_issue",
            table: "episodes",
            columns: new[] { "fingerprint", "started_at" });

        migrationBuilder.CreateIndex(
            name: "erased_by_change",
            table: "erased",
            column: "changed");

        migrationBuilder.CreateIndex(
            name: "further_terms_words",
            table: "further_terms",
            column: "words")
            .Annotation("Npgsql:IndexMethod", "gin");

        migrationBuilder.CreateIndex(
            name: "idempotency_by_age",
            table: "idempotency",
            column: "created");

        migrationBuilder.CreateIndex(
            name: "embeddings_by_change",
            table: "memori_embeddings",
            column: "changed");

        migrationBuilder.CreateIndex(
            name: "embeddings_of_model",
            table: "memori_embeddings",
            columns: new[] { "model", "rid" });

        migrationBuilder.CreateIndex(
            name: "fix_identity",
            table: "memori_metadata",
            columns: new[] { "fingerprint", "solution_hash" },
            unique: true,
            filter: "kind = 0");

        migrationBuilder.CreateIndex(
            name: "fixes_by_predecessor",
            table: "memori_metadata",
            column: "supersedes",
            filter: "supersedes IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "fixes_by_successor",
            table: "memori_metadata",
            column: "superseded_by",
            filter: "superseded_by IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "memori_metadata_words",
            table: "memori_metadata",
            column: "words")
            .Annotation("Npgsql:IndexMethod", "gin");

        migrationBuilder.CreateIndex(
            name: "memory_identity",
            table: "memori_metadata",
            columns: new[] { "key_hash", "solution_hash" },
            unique: true,
            filter: "kind = 1");

        migrationBuilder.CreateIndex(
            name: "records_by_change",
            table: "memori_metadata",
            column: "changed");

        migrationBuilder.CreateIndex(
            name: "records_by_time",
            table: "memori_metadata",
            columns: new[] { "kind", "ts", "id" },
            descending: new[] { false, true, false });

        migrationBuilder.CreateIndex(
            name: "occurrences_by_time",
            table: "occurrences",
            columns: new[] { "ts", "fingerprint" });

        migrationBuilder.CreateIndex(
            name: "occurrences_of_issue",
            table: "occurrences",
            columns: new[] { "fingerprint", "ts" });

        migrationBuilder.CreateIndex(
            name: "outbox_by_due",
            table: "outbox",
            columns: new[] { "due_at", "id" });

        migrationBuilder.CreateIndex(
            name: "outcomes_by_application",
            table: "outcomes",
            columns: new[] { "application_id", "fix" },
            filter: "application_id IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "outcomes_by_recall",
            table: "outcomes",
            columns: new[] { "recall_id", "fix" },
            filter: "recall_id IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "outcomes_of_fix",
            table: "outcomes",
            columns: new[] { "fix", "ts" });

        migrationBuilder.CreateIndex(
            name: "reports_by_agent",
            table: "reports",
            columns: new[] { "agent", "fix" },
            filter: "agent IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "reports_by_server",
            table: "reports",
            columns: new[] { "server", "fix" },
            filter: "server IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "reports_by_service",
            table: "reports",
            columns: new[] { "service", "fix" },
            filter: "service IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "reports_by_source",
            table: "reports",
            columns: new[] { "source_id", "source", "place" },
            filter: "source_id IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "reports_by_time",
            table: "reports",
            columns: new[] { "ts", "fingerprint" });

        migrationBuilder.CreateIndex(
            name: "reports_of_fix",
            table: "reports",
            columns: new[] { "fix", "ts" });

        migrationBuilder.CreateIndex(
            name: "points_of_report",
            table: "telemetry_points",
            column: "report");

        migrationBuilder.CreateIndex(
            name: "points_of_series",
            table: "telemetry_points",
            columns: new[] { "agent", "name", "ts" });

        migrationBuilder.CreateIndex(
            name: "reports_by_sequence",
            table: "telemetry_reports",
            columns: new[] { "agent", "sequence", "digest" },
            filter: "sequence IS NOT NULL");

        migrationBuilder.CreateIndex(
            name: "telemetry_by_time",
            table: "telemetry_reports",
            column: "ts");

        migrationBuilder.Sql(Migration0001Sql.After);
    }
}
