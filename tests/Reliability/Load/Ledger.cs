namespace ObsControlPlane.Reliability.Load;

/// <summary>Every request of a run and what was answered.</summary>
internal sealed class Ledger
{
    private readonly Lock _gate = new();
    private readonly List<Operation> _operations = [];
    private readonly List<FixCase> _fixes = [];
    private readonly List<MemoryCase> _memories = [];
    private readonly List<FixCase> _known = [];
    private readonly Dictionary<string, Effect> _forbidden = [];

    public IReadOnlyList<FixCase> Fixes => Copy(_fixes);

    public IReadOnlyList<MemoryCase> Memories => Copy(_memories);

    /// <summary>Tokens that must never be found, with the request that held them.</summary>
    public IReadOnlyDictionary<string, Effect> Forbidden
    {
        get
        {
            lock (_gate)
                return new Dictionary<string, Effect>(_forbidden);
        }
    }

    public IReadOnlyList<string> Surprises => [.. Copy(_operations).Select(operation => operation.Surprise).OfType<string>()];

    public IReadOnlyList<Operation> Unsettled => [.. Copy(_operations).Where(operation => !operation.IsSettled)];

    public void Add(Operation operation) => Locked(() => _operations.Add(operation));

    public void Add(FixCase fix) => Locked(() => _fixes.Add(fix));

    public void Add(MemoryCase memory) => Locked(() => _memories.Add(memory));

    public void Forbid(string token, Effect effect) => Locked(() => _forbidden.Add(token, effect));

    /// <summary>Notes the id of a fix; from then on others may report it again.</summary>
    public void Learn(FixCase fix, string id) => Locked(() =>
    {
        if (fix.Id is null)
            _known.Add(fix);
        fix.Id ??= id;
    });

    /// <summary>A fix that the server acknowledged; null while there is none.</summary>
    public FixCase? Any(Random random, bool erasable)
    {
        lock (_gate)
        {
            for (var attempt = 0; attempt < 8 && _known.Count > 0; attempt++)
            {
                // The newest are the likeliest victims of a fault, so half of all later work is about them.
                var from = attempt % 2 == 0 ? Math.Max(0, _known.Count - 50) : 0;
                var fix = _known[random.Next(from, _known.Count)];
                if (fix.Erasable == erasable && (!erasable || fix.Effects.All(effect => effect.Kind != EffectKind.Erase)))
                    return fix;
            }

            return null;
        }
    }

    public (long Writes, long Acknowledged, long Unknown) Totals()
    {
        var effects = Copy(_operations).SelectMany(operation => operation.Effects).ToList();
        return (effects.Count, effects.LongCount(effect => effect.Fate == Fate.Acknowledged), effects.LongCount(effect => effect.Fate == Fate.Unknown));
    }

    private List<T> Copy<T>(List<T> list)
    {
        lock (_gate)
            return [.. list];
    }

    private void Locked(Action act)
    {
        lock (_gate)
            act();
    }
}
