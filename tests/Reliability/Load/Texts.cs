namespace ObsControlPlane.Reliability.Load;

/// <summary>Made-up texts of operations work: every line kind that a store could spoil.</summary>
internal static class Texts
{
    private static readonly string[] Things =
    [
        "disk “/var/lib” full on edge-router", "TLS handshake fails: certificate has expired", "OOMKilled: exit code 137", "ORA-01555: snapshot too old",
        "pod stuck in CrashLoopBackOff", "磁盘空间不足", "сервис не отвечает", "queue depth keeps growing 📈", "Verbindung zurückgesetzt (ECONNRESET)", "فشل الاتصال بالخادم",
    ];

    private static readonly string[] Deeds =
    [
        "restarted the unit", "rotated the logs:\n\tlogrotate -f /etc/logrotate.d/app\r\n\tsystemctl reload app", "raised the limit to 4096", "rolled back to the release before",
        "réinitialisé le cache", "重启了服务", "added an index; `EXPLAIN` shows it", "drained the node & moved the pods", "{\"patch\": [1, null, \"\\u0000 is not here\"]}", "cleared the lock \u202Eabc\u202C again",
    ];

    /// <summary>A word of letters that nothing else holds and no masking touches.</summary>
    public static string Token(Random random)
    {
        Span<char> word = stackalloc char[16];
        word[0] = 'z';
        word[1] = 'q';
        for (var i = 2; i < word.Length; i++)
            word[i] = (char)('a' + random.Next(26));
        return word.ToString();
    }

    public static string Issue(Random random, string token) => $"{Things[random.Next(Things.Length)]}: component {token}\nsecond line\twith a tab";

    public static string Solution(Random random, string token)
    {
        var text = $"{Deeds[random.Next(Deeds.Length)]} ({token})";
        // Long ones cross page boundaries and make several frames of a log.
        return random.Next(100) switch
        {
            0 => text + "\n" + new string('ß', 60_000),
            < 10 => text + "\n" + string.Join('\n', Enumerable.Range(0, 60).Select(i => $"step {i}: {Deeds[random.Next(Deeds.Length)]}")),
            _ => text,
        };
    }
}
