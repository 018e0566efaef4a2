using ObsControlPlane.Application.Ports;
using ObsControlPlane.Infrastructure.Postgres.Sessions;

namespace ObsControlPlane.Infrastructure.Postgres.Searching;

/// <summary>What restricts a leg, numbered alike in all of them: $1 is the leg's own question, $12 its depth.</summary>
internal static class Restriction
{
    /// <summary>Conditions on the alias <c>m</c> of the record; any report of a fix may match the filter.</summary>
    public const string Sql = """
            AND ($2::bigint IS NULL OR m.kind = $2)
            AND ($3::bigint IS NULL OR m.ts < $3)
            AND m.id NOT IN (SELECT coalesce(a.id, x.id) FROM unnest($4::uuid[]) x(id) LEFT JOIN aliases a ON a.twin = x.id)
            AND ($5::text IS NULL OR $5 = ANY(m.tags))
            AND (NOT $6::boolean
                OR (m.kind = 1 AND ($7::text IS NULL OR m.service = $7) AND ($8::text IS NULL OR m.server = $8) AND ($9::text IS NULL OR m.environment = $9)
                    AND ($10::text IS NULL OR m.version = $10) AND ($11::text IS NULL OR m.agent = $11))
                OR EXISTS (
                    SELECT FROM reports r WHERE r.fix = m.id
                    AND ($7::text IS NULL OR r.service = $7) AND ($8::text IS NULL OR r.server = $8) AND ($9::text IS NULL OR r.environment = $9)
                    AND ($10::text IS NULL OR r.version = $10) AND ($11::text IS NULL OR r.agent = $11)))
        """;

    /// <summary>Whether nothing at all can be found.</summary>
    public static bool IsOfNothing(SearchQuery query) => query is { Kinds: SearchKinds.Fixes, Filter.Kind: RecordKind.Memory };

    /// <summary>The values of a leg.</summary>
    public static Arg[] Values(Arg question, SearchQuery query, Arg depth)
    {
        var filter = query.Filter;
        RecordKind? kind = query.Kinds == SearchKinds.Fixes ? RecordKind.Fix : filter.Kind;
        var narrows = !filter.Scope.IsEmpty || filter.Agent is not null;
        return
        [
            question, (long?)kind, query.Before, query.Exclude.ToArray(), filter.Tag,
            narrows, filter.Scope.Service, filter.Scope.Server, filter.Scope.Environment, filter.Scope.Version, filter.Agent, depth,
        ];
    }
}
