using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace ObsControlPlane.Infrastructure.Postgres.Schema;

/// <summary>The keys of the API.</summary>
[DbContext(typeof(RecordContext))]
[Migration("20260101000002_Keys")]
internal sealed class Migration0002 : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        name: "api_keys",
        columns: table => new
        {
            id = table.Column<Guid>(type: "uuid", nullable: false),
            name = table.Column<string>(type: "text", nullable: false, collation: "C"),
            scopes = table.Column<short>(type: "smallint", nullable: false),
            secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
            created_at = table.Column<long>(type: "bigint", nullable: false),
            expires_at = table.Column<long>(type: "bigint", nullable: true),
            revoked_at = table.Column<long>(type: "bigint", nullable: true),
            replaces = table.Column<Guid>(type: "uuid", nullable: true),
            content_hash = table.Column<byte[]>(type: "bytea", nullable: false),
            last_used_at = table.Column<long>(type: "bigint", nullable: true),
        },
        constraints: table =>
        {
            table.PrimaryKey("PK_api_keys", x => x.id);
        });
}
