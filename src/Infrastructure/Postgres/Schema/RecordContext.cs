using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace ObsControlPlane.Infrastructure.Postgres.Schema;

/// <summary>The tables of the record: what the migrations make, and what ordinary reads go through.</summary>
internal sealed class RecordContext(DbContextOptions<RecordContext> options) : DbContext(options)
{
    private const string CurrentTransaction = "pg_current_xact_id()";

    public DbSet<AgentRow> Agents => Set<AgentRow>();

    public DbSet<DeadLetterRow> DeadLetters => Set<DeadLetterRow>();

    public DbSet<OutboxRow> Outbox => Set<OutboxRow>();

    /// <summary>Letters are ordered and compared by their bytes, as everywhere else in the product, whatever the database's own collation is.</summary>
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<string>().UseCollation("C");

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.HasSequence<long>("record_revision");
        modelBuilder.Entity<MetadataRow>(Metadata);
        modelBuilder.Entity<FurtherTermsRow>(table =>
        {
            table.ToTable("further_terms").HasKey(row => new { row.Id, row.Part });
            table.Property<NpgsqlTypes.NpgsqlTsVector>("Words").HasComputedColumnSql("array_to_tsvector(terms)", stored: true);
            table.HasIndex("Words").HasMethod("gin").HasDatabaseName("further_terms_words");
        });
        modelBuilder.Entity<IssueRow>(table => table.ToTable("issues").HasKey(row => row.Fingerprint));
        modelBuilder.Entity<ReportRow>(Reports);
        modelBuilder.Entity<OutcomeRow>(table =>
        {
            table.ToTable("outcomes").HasKey(row => row.Id);
            table.HasIndex(row => new { row.Fix, row.Ts }).HasDatabaseName("outcomes_of_fix");
            table.HasIndex(row => new { row.RecallId, row.Fix }).HasFilter("recall_id IS NOT NULL").HasDatabaseName("outcomes_by_recall");
            table.HasIndex(row => new { row.ApplicationId, row.Fix }).HasFilter("application_id IS NOT NULL").HasDatabaseName("outcomes_by_application");
        });
        modelBuilder.Entity<EvidenceRow>(table =>
            table.ToTable("outcome_evidence").HasKey(row => new { row.Fix, row.Service, row.Server, row.Environment, row.Version }));
        Sightings(modelBuilder);
        Vectors(modelBuilder);
        Upkeep(modelBuilder);
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetProperties()))
            property.SetColumnName(SnakeCase(property.Name));
    }

    private static void Metadata(EntityTypeBuilder<MetadataRow> table)
    {
        table.ToTable("memori_metadata").HasKey(row => row.Id);
        table.Property(row => row.Rid).UseIdentityByDefaultColumn();
        table.HasAlternateKey(row => row.Rid).HasName("memori_metadata_rid");
        table.Property(row => row.Added).HasColumnType("xid8").HasDefaultValueSql(CurrentTransaction);
        table.Property(row => row.Changed).HasColumnType("xid8").HasDefaultValueSql(CurrentTransaction);
        table.Property<NpgsqlTypes.NpgsqlTsVector>("Words").HasComputedColumnSql("array_to_tsvector(terms)", stored: true);
        table.HasIndex("Words").HasMethod("gin").HasDatabaseName("memori_metadata_words");
        table.HasIndex(row => new { row.Fingerprint, row.SolutionHash }).IsUnique().HasFilter("kind = 0").HasDatabaseName("fix_identity");
        table.HasIndex(row => new { row.KeyHash, row.SolutionHash }).IsUnique().HasFilter("kind = 1").HasDatabaseName("memory_identity");
        table.HasIndex(row => new { row.Kind, row.Ts, row.Id }).IsDescending(false, true, false).HasDatabaseName("records_by_time");
        table.HasIndex(row => row.Changed).HasDatabaseName("records_by_change");
        table.HasIndex(row => row.Supersedes).HasFilter("supersedes IS NOT NULL").HasDatabaseName("fixes_by_predecessor");
        table.HasIndex(row => row.SupersededBy).HasFilter("superseded_by IS NOT NULL").HasDatabaseName("fixes_by_successor");
    }

    private static void Reports(EntityTypeBuilder<ReportRow> table)
    {
        table.ToTable("reports").HasKey(row => row.Id);
        table.Property(row => row.Place).UseIdentityByDefaultColumn();
        table.HasIndex(row => new { row.Fix, row.Ts }).HasDatabaseName("reports_of_fix");
        table.HasIndex(row => new { row.Ts, row.Fingerprint }).HasDatabaseName("reports_by_time");
        table.HasIndex(row => new { row.SourceId, row.Source, row.Place }).HasFilter("source_id IS NOT NULL").HasDatabaseName("reports_by_source");
        table.HasIndex(row => new { row.Agent, row.Fix }).HasFilter("agent IS NOT NULL").HasDatabaseName("reports_by_agent");
        table.HasIndex(row => new { row.Server, row.Fix }).HasFilter("server IS NOT NULL").HasDatabaseName("reports_by_server");
        table.HasIndex(row => new { row.Service, row.Fix }).HasFilter("service IS NOT NULL").HasDatabaseName("reports_by_service");
    }

    private static void Sightings(ModelBuilder model)
    {
        model.Entity<EpisodeRow>(table =>
        {
            table.ToTable("episodes").HasKey(row => row.Id);
            table.HasIndex(row => new { row.Fingerprint, row.StartedAt }).HasDatabaseName("episodes_by_issue");
        });
        model.Entity<OccurrenceRow>(table =>
        {
            table.ToTable("occurrences").HasKey(row => new { row.Episode, row.N });
            table.HasIndex(row => new { row.Ts, row.Fingerprint }).HasDatabaseName("occurrences_by_time");
            table.HasIndex(row => new { row.Fingerprint, row.Ts }).HasDatabaseName("occurrences_of_issue");
        });
        model.Entity<ReturnRow>(table =>
        {
            table.ToTable("episode_returns").HasKey(row => new { row.Episode, row.Fix });
            table.HasIndex(row => row.Fix).HasDatabaseName("returns_of_fix");
        });
        model.Entity<AgentRow>(table => table.ToTable("agents").HasKey(row => row.Name));
        model.Entity<TelemetryReportRow>(table =>
        {
            table.ToTable("telemetry_reports").HasKey(row => row.Id);
            table.Property(row => row.Place).UseIdentityByDefaultColumn();
            table.HasIndex(row => new { row.Agent, row.Sequence, row.Digest }).HasFilter("sequence IS NOT NULL").HasDatabaseName("reports_by_sequence");
            table.HasIndex(row => row.Ts).HasDatabaseName("telemetry_by_time");
        });
        model.Entity<TelemetryPointRow>(table =>
        {
            table.ToTable("telemetry_points").HasKey(row => row.Place);
            table.Property(row => row.Place).UseIdentityByDefaultColumn();
            table.HasIndex(row => new { row.Agent, row.Name, row.Ts }).HasDatabaseName("points_of_series");
            table.HasIndex(row => row.Report).HasDatabaseName("points_of_report");
        });
    }

    private static void Vectors(ModelBuilder model)
    {
        model.Entity<EmbeddingModelRow>(table =>
        {
            table.ToTable("embedding_models").HasKey(row => row.Model);
            table.Property(row => row.Model).UseIdentityByDefaultColumn();
            table.Property(row => row.Id).IsRequired();
            table.Property(row => row.Changed).HasColumnType("xid8").HasDefaultValueSql(CurrentTransaction);
            table.HasIndex(row => new { row.Id, row.Revision, row.Dimension }).IsUnique().HasDatabaseName("model_identity");
        });
        model.Entity<EmbeddingRow>(table =>
        {
            table.ToTable("memori_embeddings").HasKey(row => new { row.Id, row.Model });
            table.Property(row => row.Vector).HasColumnType("vector");
            table.Property(row => row.LongVector).HasColumnType("vector");
            table.Property(row => row.Changed).HasColumnType("xid8").HasDefaultValueSql(CurrentTransaction);
            table.HasIndex(row => row.Changed).HasDatabaseName("embeddings_by_change");
            table.HasIndex(row => new { row.Model, row.Rid }).HasDatabaseName("embeddings_of_model");
        });
        model.Entity<WaitingRow>(table =>
        {
            table.ToTable("embedding_queue").HasKey(row => row.Rid);
            table.HasIndex(row => row.Id).HasDatabaseName("waiting_records");
        });
        model.Entity<WaitingRow>().Property(row => row.Rid).ValueGeneratedNever();
    }

    private static void Upkeep(ModelBuilder model)
    {
        model.Entity<AliasRow>(table =>
        {
            table.ToTable("aliases").HasKey(row => row.Twin);
            table.HasIndex(row => row.Id).HasDatabaseName("aliases_of");
        });
        model.Entity<ErasedRow>(table =>
        {
            table.ToTable("erased").HasKey(row => row.Id);
            table.Property(row => row.Changed).HasColumnType("xid8").HasDefaultValueSql(CurrentTransaction);
            table.HasIndex(row => row.Changed).HasDatabaseName("erased_by_change");
        });
        model.Entity<IdempotencyRow>(table =>
        {
            table.ToTable("idempotency").HasKey(row => new { row.Key, row.Item });
            table.HasIndex(row => row.Created).HasDatabaseName("idempotency_by_age");
        });
        model.Entity<OutboxRow>(table =>
        {
            table.ToTable("outbox").HasKey(row => row.Id);
            table.Property(row => row.Id).UseIdentityByDefaultColumn();
            table.HasIndex(row => new { row.DueAt, row.Id }).HasDatabaseName("outbox_by_due");
        });
        model.Entity<DeadLetterRow>(table => table.ToTable("dead_letters").HasKey(row => row.Id));
        model.Entity<DeadLetterRow>().Property(row => row.Id).ValueGeneratedNever();
        model.Entity<CounterRow>(table => table.ToTable("counters").HasKey(row => row.Slot));
        model.Entity<CounterRow>().Property(row => row.Slot).ValueGeneratedNever();
        model.Entity<TermFrequencyRow>(table => table.ToTable("term_frequencies").HasKey(row => row.Term));
        model.Entity<HeartbeatRow>(table => table.ToTable("heartbeat").HasKey(row => row.Single));
        model.Entity<HeartbeatRow>().Property(row => row.Single).ValueGeneratedNever();
        model.Entity<ApiKeyRow>(table => table.ToTable("api_keys").HasKey(row => row.Id));
    }

    private static string SnakeCase(string name)
    {
        var snake = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && snake.Length > 0)
                snake.Append('_');
            snake.Append(char.ToLowerInvariant(letter));
        }

        return snake.ToString();
    }
}
