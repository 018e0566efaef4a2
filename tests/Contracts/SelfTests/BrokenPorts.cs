using ObsControlPlane.Application.Ports;
using ObsControlPlane.Contracts.Reference;
using ObsControlPlane.Domain.Agents;

namespace ObsControlPlane.Contracts.SelfTests;

/// <summary>Faults of agents, telemetry, search, graph and probes.</summary>
internal static partial class BrokenStores
{
    private static IEnumerable<(string Fault, ReferenceRules Rules)> Agents =>
    [
        ("lets any installation take a name", Rules with { SeenAgain = (agent, registration, now) => agent.SeenAgain(registration with { Takeover = true }, now) }),
        ("lets no installation take a name over", Rules with { SeenAgain = (agent, registration, now) => agent.SeenAgain(registration with { Takeover = false }, now) }),
        ("holds a name for ever", Rules with { SeenAgain = (agent, registration, now) => (agent with { LastSeen = now, RetiredAt = null }).SeenAgain(registration, now) }),
        ("forgets what a registration leaves out", Rules with { SeenAgain = (_, registration, now) => Agent.Registered(registration, now) }),
        ("renews no lease", Rules with { SeenAgain = (agent, registration, now) => agent.SeenAgain(registration, now) with { LastSeen = agent.LastSeen } }),
        ("drops what an agent says of itself", Rules with { Registered = agent => agent with { Metadata = null } }),
        ("does not say which server an agent left", Rules with { Left = (_, _) => null }),
        ("compares agents without case", Rules with { AgentKey = name => name.ToLowerInvariant() }),
        ("knows active and retired agents alone", Rules with { StatusAt = (agent, now) => agent.RetiredAt is null ? AgentStatus.Active : AgentStatus.Retired }),
        ("judges a lease a moment late", Rules with { StatusAt = (agent, now) => agent.StatusAt(now - 1) }),
        ("judges every lease by a minute", Rules with { StatusAt = (agent, now) => (agent with { IntervalSeconds = 60 }).StatusAt(now) }),
        ("retires no agent by age", Rules with { StatusAt = (agent, now) => agent.StatusAt(now) is var status && status == AgentStatus.Retired && agent.RetiredAt is null ? AgentStatus.Offline : status }),
        ("finds no agent active", Rules with { StatusAt = (agent, now) => agent.StatusAt(now) is var status && status == AgentStatus.Active ? AgentStatus.Late : status }),
        ("orders names by UTF-16", Rules with { NameOrder = string.CompareOrdinal }),
        ("comes with an agent that nobody registered", Rules with { Seed = state => state.Agents["nobody"] = Agent.Registered(new AgentRegistration("nobody", null), Samples.Now) }),
    ];

    private static IEnumerable<(string Fault, ReferenceRules Rules)> Telemetry =>
    [
        ("keeps reports that came twice", Rules with { SameReport = (_, _) => false }),
        ("ignores the body of a sequence", Rules with { SameReport = (known, again) => again.Sequence is not null && known.Sequence == again.Sequence && known.Agent.InstanceId == again.Agent.InstanceId && known.Agent.Name == again.Agent.Name }),
        ("takes reports without a sequence for repeats", Rules with { SameReport = (known, again) => known.Sequence == again.Sequence && known.Digest == again.Digest && known.Agent.Name == again.Agent.Name }),
        ("takes issues that it does not know", Rules with { IssueText = (told, known) => told ?? known ?? "an issue" }),
        ("sees an agent by the agent's clock", Rules with { SeenAt = report => report.Ts }),
        ("keeps half of what it refused", Rules with { Atomic = false }),
        ("keeps the oldest points", Rules with { NewestPoints = (points, max) => [.. points.Take(max)] }),
        ("gives points newest first", Rules with { NewestPoints = (points, max) => [.. points.Reverse().Take(max)] }),
        ("sums a step", Rules with { PerStep = values => values.Sum() }),
        ("counts steps from their middle", Rules with { StepOf = (ts, step) => ts - (ts % step) + (step / 2) }),
        ("keeps values as single precision", Rules with { NewestPoints = (points, max) => [.. points.TakeLast(max).Select(p => p with { Value = (float)p.Value })] }),
    ];

    private static IEnumerable<(string Fault, ReferenceRules Rules)> Search =>
    [
        ("searches without exclusions", Rules with { Query = query => query with { Exclude = [] } }),
        ("excludes after it has counted", Rules with { Query = query => query with { Depth = Math.Max(0, query.Depth - query.Exclude.Count) } }),
        ("searches beyond before", Rules with { Query = query => query with { Before = null } }),
        ("takes before as inclusive", Rules with { Query = query => query with { Before = query.Before + 1 } }),
        ("searches without a filter", Rules with { Query = query => query with { Filter = SearchFilter.None } }),
        ("ignores the tag of a filter", Rules with { Query = query => query with { Filter = query.Filter with { Tag = null } } }),
        ("ignores the version of a filter", Rules with { Query = query => query with { Filter = query.Filter with { Scope = query.Filter.Scope with { Version = null } } } }),
        ("filters by what a correction says", Rules with { ShownIsTold = true }),
        ("finds memories where fixes were asked for", Rules with { Query = query => query with { Kinds = SearchKinds.FixesAndMemories } }),
        ("finds no memories", Rules with { Query = query => query with { Kinds = SearchKinds.Fixes } }),
        ("searches a question's beginning alone", Rules with { Query = query => query with { Text = query.Text[..Math.Min(query.Text.Length, 4_096)] } }),
        ("knows ASCII words alone", Rules with { Query = query => query with { Text = string.Concat(query.Text.Select(c => char.IsAscii(c) ? c : ' ')) } }),
        ("fails on operators", Rules with { Query = query => query.Text.Any("\"*^(){}".Contains) ? throw new StoreUnavailableException("memory", "search", false) : query }),
        ("fails on words it does not know", Rules with { FoundWords = leg => leg.Hits.Count == 0 ? throw new StoreUnavailableException("memory", "search", false) : leg }),
        ("says that it loads", Rules with { IsLoading = true }),
        ("finds nothing exact", Rules with { FoundExact = _ => [] }),
        ("raises raw scores of what is exact", Rules with { FoundExact = hits => [.. hits.Select(h => h with { Raw = 2 })] }),
        ("gives the lowest score first", Rules with { FoundWords = leg => leg with { Hits = [.. leg.Hits.OrderBy(h => h.Raw)] } }),
        ("gives scores below nothing", Rules with { FoundWords = leg => leg with { Hits = [.. leg.Hits.Select(h => h with { Raw = -h.Raw })] } }),
        ("orders equal scores downwards", Rules with { FoundWords = leg => leg with { Hits = [.. leg.Hits.OrderByDescending(h => h.Raw).ThenByDescending(h => h.Id)] } }),
        ("scores above its ceiling", Rules with { FoundWords = leg => leg with { Ceiling = leg.Ceiling / 4 } }),
        ("takes the best hit for the ceiling", Rules with { FoundWords = leg => leg with { Ceiling = leg.Hits.Count == 0 ? 0 : leg.Hits[0].Raw } }),
        ("has a ceiling without words", Rules with { FoundWords = leg => leg with { Ceiling = leg.Ceiling + 1 } }),
        ("knows no ceiling without hits", Rules with { FoundWords = leg => leg.Hits.Count == 0 ? leg with { Ceiling = 0 } : leg }),
        ("finds what holds none of the words", Rules with { Query = query => query with { Text = query.Text + " checkout crashes down x restart" } }),
        ("tells no evidence", Rules with { Facts = facts => facts with { Evidence = [] } }),
        ("tells evidence without its kind", Rules with { Facts = facts => facts with { Evidence = [.. facts.Evidence.Select(e => e with { Failed = new(e.Failed.Total) })] } }),
        ("tells no success", Rules with { Facts = facts => facts with { Success = null } }),
        ("tells every success", Rules with { Facts = facts => facts with { Success = true } }),
        ("tells no successor", Rules with { Facts = facts => facts with { SupersededBy = null } }),
        ("tells a successor that was erased", Rules with { StandsForItselfAgain = false }),
        ("tells no solution", Rules with { Facts = facts => facts with { Solution = 0 } }),
        ("tells an old instant", Rules with { Facts = facts => facts with { Ts = Samples.Now } }),
        ("takes every record for a fix", Rules with { Facts = facts => facts with { IsFix = true } }),
        ("gives the farthest first", Rules with { FoundNearest = leg => leg with { Hits = [.. leg.Hits.OrderBy(h => h.Raw).ThenBy(h => h.Id)] } }),
        ("orders equally near ones downwards", Rules with { FoundNearest = leg => leg with { Hits = [.. leg.Hits.OrderByDescending(h => h.Raw).ThenByDescending(h => h.Id)] } }),
        ("gives a cosine as a share", Rules with { FoundNearest = leg => leg with { Hits = [.. leg.Hits.Select(h => h with { Raw = (h.Raw + 1) / 2 })] } }),
        ("finds nothing behind it", Rules with { FoundNearest = leg => leg with { Hits = [.. leg.Hits.Where(h => h.Raw > 0)] } }),
        ("finds nothing near", Rules with { FoundNearest = leg => leg with { Hits = [] } }),
        ("compares vectors of any model", Rules with { Vectors = new() { SameModel = (_, _) => true } }),
        ("compares vectors of any revision", Rules with { Vectors = new() { SameModel = (one, other) => one.Id == other.Id && one.Dimension == other.Dimension } }),
        ("compares vectors of any dimension", Rules with { Vectors = new() { SameModel = (one, other) => one.Id == other.Id && one.Revision == other.Revision } }),
        ("refuses every vector", Rules with { Vectors = new() { SameModel = (_, _) => false } }),
        ("does not name the model it refuses for", Rules with { FoundNearest = leg => leg with { Refused = null } }),
        ("refuses before any model serves", Rules with { FoundNearest = leg => leg.Hits.Count == 0 ? leg with { Refused = Searching.First } : leg }),
    ];

    private static IEnumerable<BrokenStore> Graphs =>
        new (string Fault, ReferenceRules Rules)[]
        {
            ("graph: applies whatever arrives last", Rules with { IsNewer = (_, _) => true }),
            ("graph: applies the same revision again", Rules with { IsNewer = (arriving, known) => arriving >= known }),
            ("graph: applies nothing twice", Rules with { IsNewer = (_, _) => false }),
            ("graph: ignores the limit", Rules with { Limit = _ => int.MaxValue }),
            ("graph: returns nothing", Rules with { Limit = _ => 0 }),
            ("graph: orders ties by descending id", Rules with { Order = (a, b) => a.Ts != b.Ts ? b.Ts.CompareTo(a.Ts) : b.Id.CompareTo(a.Id) }),
            ("graph: searches with case", Rules with { Contains = (issue, text) => issue.Contains(text, StringComparison.Ordinal) }),
            ("graph: searches for three characters and more", Rules with { Contains = (issue, text) => text.Length >= 3 && Rules.Contains(issue, text) }),
            ("graph: searches for no punctuation", Rules with { Contains = (issue, text) => !text.Any(char.IsPunctuation) && Rules.Contains(issue, text) }),
            ("graph: leaves out the first instant", Rules with { AtOrAfter = (ts, since) => ts > since }),
            ("graph: leaves out the last instant", Rules with { AtOrBefore = (ts, until) => ts < until }),
            ("graph: sees successions after any time", Rules with { AtOrBefore = (_, _) => true }),
            ("graph: orders names without case", Rules with { NameOrder = (a, b) => string.Compare(b, a, StringComparison.OrdinalIgnoreCase) }),
            ("graph: gives fixes in an order of its own", Rules with { AskedIds = ids => ids.Order() }),
            ("graph: miscounts itself", Rules with { Sizes = sizes => sizes with { Fixes = sizes.Fixes + 1 } }),
            ("graph: drops the token", Rules with { Token = _ => CancellationToken.None }),
        }.Select(b => new BrokenStore(b.Fault, new ReferenceGraph(b.Rules, b.Fault)));

    private static IEnumerable<BrokenStore> Probes =>
    [
        .. new (string Fault, ProbeRules Rules)[]
        {
            ("probe: is always up", new() { Read = r => r with { IsUp = true, Message = null }, Write = r => r with { IsUp = true, Message = null } }),
            ("probe: is always down", new() { Read = r => r with { IsUp = false, Message = "down" }, Write = r => r with { IsUp = false, Message = "down" } }),
            ("probe: tells the path", new() { Read = r => r with { Message = r.IsUp ? null : "cannot open /var/lib/store" }, Write = r => r with { Message = r.IsUp ? null : "cannot open C:\\store" } }),
            ("probe: forgets since when", new() { Keeps = (_, _) => false }),
            ("probe: never says since when anew", new() { Keeps = (_, _) => true }),
            ("probe: writes when asked", new() { WritesWhenAsked = true }),
            ("probe: takes writing for reading", new() { OneState = true }),
            ("probe: drops the token", new() { Token = _ => CancellationToken.None }),
        }.Select(b => new BrokenStore(b.Fault, new ReferenceProbedStore(b.Rules, b.Fault))),
        .. new (string Fault, Func<HostReading, HostReading> Distort)[]
        {
            ("host: uses more than there is", r => r with { DiskUsedBytes = r.DiskTotalBytes + 1 }),
            ("host: knows no total", r => r with { MemoryTotalBytes = 0 }),
            ("host: tells kibibytes", r => r with { MemoryUsedBytes = r.MemoryUsedBytes >> 10, MemoryTotalBytes = r.MemoryTotalBytes >> 10 }),
            ("host: never busy", r => r with { CpuPercent = 0 }),
            ("host: sums its cores", r => r with { CpuPercent = 100 + r.CpuPercent }),
        }.Select(b => new BrokenStore(b.Fault, new ReferenceHost(b.Distort, b.Fault))),
    ];
}
