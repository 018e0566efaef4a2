using System.Text.RegularExpressions;

namespace ObsControlPlane.Architecture.Tests;

/// <summary>Rules read from source text. Each takes files and gives a sentence per violation, so that a control can feed it a bad one.</summary>
internal static partial class SourceRules
{
    /// <summary>Where a <c>catch</c> may stand: adapters, the exception-to-problem map, the terminal's top and hosted loops.</summary>
    private static readonly string[] CatchRooms =
    [
        "src/Infrastructure/", "src/Api/Errors/", "src/Api/Terminal/", "src/Api/Hosting/", "src/Api/Pages/Live/", "src/Api/Binding/",
        "src/Client/", "src/Agent/",
        // The platform says only by throwing that a text is no regular expression.
        "src/Application/Settings/SecretSettings.cs",
    ];

    /// <summary>The only handlers that may see a store fail and go on: a recall and a health check answer with what is left, an import names the item.</summary>
    private static readonly string[] PartialAnswers =
    [
        "src/Application/Fixes/Recall", "src/Application/Health/", "src/Application/Fixes/Import", "src/Application/Exchange/Import", "src/Application/Pipeline/",
    ];

    /// <summary>
    /// The loops that acknowledge, one for each record: whatever failed, nothing of the group may be acknowledged, and the loop must go on.
    /// </summary>
    private static readonly string[] AcknowledgingLoops = ["src/Infrastructure/Sqlite/SqliteWriter.cs", "src/Infrastructure/Postgres/WriteQueue.cs"];

    public static IEnumerable<string> CatchOutsideItsRooms(IEnumerable<SourceFile> files) =>
        from file in files
        where CatchClause().IsMatch(WithoutCommentsAndStrings(file.Text))
        where !CatchRooms.Concat(PartialAnswers).Any(room => file.Path.StartsWith(room, StringComparison.Ordinal))
        select $"{file.Path} catches; only adapters, the problem map, the terminal's top, hosted loops and partial answers may";

    public static IEnumerable<string> CatchOfEverything(IEnumerable<SourceFile> files) =>
        from file in files
        where !AcknowledgingLoops.Contains(file.Path) && BareCatch().IsMatch(WithoutCommentsAndStrings(file.Text))
        select $"{file.Path} catches everything without a filter";

    public static IEnumerable<string> ClockOrFile(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("src/Domain/", StringComparison.Ordinal) || file.Path.StartsWith("src/Application/", StringComparison.Ordinal)
        from Match match in ClockOrFileUse().Matches(WithoutCommentsAndStrings(file.Text))
        select $"{file.Path} uses {match.Value}; clocks come as TimeProvider, files belong to adapters";

    public static IEnumerable<string> AutoMapperOutsideWire(IEnumerable<SourceFile> files) =>
        from file in files
        where MapperUse().IsMatch(WithoutCommentsAndStrings(file.Text))
        where !file.Path.StartsWith("src/Api/", StringComparison.Ordinal)
        select $"{file.Path} names AutoMapper; it maps results to wire records at the edge only";

    public static IEnumerable<string> ProfilesOutsideWire(IEnumerable<SourceFile> files) =>
        from file in files
        where ProfileUse().IsMatch(WithoutCommentsAndStrings(file.Text))
        where !file.Path.StartsWith("src/Api/Wire/", StringComparison.Ordinal)
        select $"{file.Path} holds a mapping profile; the only one lives in src/Api/Wire";

    public static IEnumerable<string> AdapterNamedOutside(IEnumerable<SourceFile> files) =>
        from file in files
        where !file.Path.StartsWith("src/Infrastructure/", StringComparison.Ordinal)
        from Match match in AdapterNamespace().Matches(WithoutCommentsAndStrings(file.Text))
        select $"{file.Path} names {match.Value}; adapters are chosen in Infrastructure/InfrastructureServices.cs alone";

    public static IEnumerable<string> AdapterNamesAdapter(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("src/Infrastructure/", StringComparison.Ordinal)
        let room = file.Path.Split('/')[2]
        where room is "Sqlite" or "Postgres" or "Neo4j"
        from Match match in StoreNamespace().Matches(WithoutCommentsAndStrings(file.Text))
        where match.Groups["store"].Value != room
        select $"{file.Path} names the adapter {match.Groups["store"].Value}";

    public static IEnumerable<string> SharedRoomNamesStore(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Path.StartsWith("src/Infrastructure/Relational/", StringComparison.Ordinal)
        from Match match in StoreOrDriverName().Matches(WithoutCommentsAndStrings(file.Text))
        select $"{file.Path} names {match.Value}; what both relational stores share knows neither";

    public static IEnumerable<string> SliceOverSeveralFiles(IEnumerable<SourceFile> files)
    {
        var handlers = from file in files
                       where file.Path.StartsWith("src/Application/", StringComparison.Ordinal)
                       from Match match in HandlerDeclaration().Matches(file.Text)
                       select (Request: match.Groups["request"].Value, file.Path);
        var requests = (from file in files
                        where file.Path.StartsWith("src/Application/", StringComparison.Ordinal)
                        from Match match in RequestDeclaration().Matches(file.Text)
                        select (Request: match.Groups["request"].Value, file.Path)).ToLookup(found => found.Request, found => found.Path);
        return from handler in handlers
               where !requests[handler.Request].Any(path => SameSlice(path, handler.Path))
               select $"{handler.Path} handles {handler.Request}, which is declared elsewhere";
    }

    private static bool SameSlice(string request, string handler) =>
        handler == request || handler == request.Replace(".cs", "Handler.cs", StringComparison.Ordinal);

    private static string WithoutCommentsAndStrings(string text) => CommentsAndStrings().Replace(text, " ");

    [GeneratedRegex("""//[^\n]*|/\*.*?\*/|"{3}.*?"{3}|"(\\.|[^"\\\n])*"|'(\\.|[^'\\])'""", RegexOptions.Singleline)]
    private static partial Regex CommentsAndStrings();

    [GeneratedRegex(@"\bcatch\b")]
    private static partial Regex CatchClause();

    [GeneratedRegex(@"\bcatch\s*(\{|\(\s*Exception(\s+\w+)?\s*\)\s*\{)")]
    private static partial Regex BareCatch();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bStopwatch\.(StartNew|GetTimestamp)\b|\bEnvironment\.TickCount\w*|(?<![.\w])(File|Directory)\.(Read|Write|Open|Exists|Delete|Copy|Move|Append|Create|Get|Set|Replace|Enumerate)\w*|\bnew (FileStream|FileInfo|DirectoryInfo)\b")]
    private static partial Regex ClockOrFileUse();

    [GeneratedRegex(@"\busing AutoMapper\b|\bAutoMapper\.")]
    private static partial Regex MapperUse();

    [GeneratedRegex(@":\s*Profile\b")]
    private static partial Regex ProfileUse();

    [GeneratedRegex(@"\bObsControlPlane\.Infrastructure\.\w+")]
    private static partial Regex AdapterNamespace();

    [GeneratedRegex(@"\bObsControlPlane\.Infrastructure\.(?<store>Sqlite|Postgres|Neo4j)\b")]
    private static partial Regex StoreNamespace();

    [GeneratedRegex(@"\b(Sqlite|Postgres|Npgsql|Neo4j)\w*")]
    private static partial Regex StoreOrDriverName();

    [GeneratedRegex(@"IRequestHandler<(?<request>\w+)\s*,")]
    private static partial Regex HandlerDeclaration();

    [GeneratedRegex(@"\brecord (?<request>\w+)[^;{]*:\s*(IRequest|ICarriesText)<", RegexOptions.Singleline)]
    private static partial Regex RequestDeclaration();
}
