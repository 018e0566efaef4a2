using System.Collections.Frozen;

namespace ObsControlPlane.Domain.Issues;

/// <summary>Names in which a number or a strange run of letters is part of the name.</summary>
internal static class KnownNames
{
    // Before "-01555": who issued the code.
    private static readonly FrozenSet<string> CodePrefixes = FrozenSet.ToFrozenSet(
    [
        "ora", "tns", "pls", "plw", "rman", "sp2", "dbv", "dgm", "exp", "imp", "kup", "lcd", "lfi", "lpx", "lrm", "lsx", "nid", "npl", "nza",
        "oci", "opw", "pcb", "pcc", "qsm", "sql", "udi", "ude", "prvf", "prcr", "prcd", "crs", "clsr", "acfs", "asmcmd", "dia", "drg", "dbt",
        "ocr", "evm", "bea", "cve", "ghsa", "rfc", "kb", "ms", "err", "e", "mysql", "pg", "db2", "amq", "dsnt", "sqlstate", "errno", "jms",
        "wfp", "stop", "event",
    ]);

    // Before "-256": whose name goes on with the number.
    private static readonly FrozenSet<string> Standards = FrozenSet.ToFrozenSet(
        ["utf", "ucs", "iso", "latin", "base", "sha", "sha2", "sha3", "md", "aes", "rsa", "ecdsa", "p", "hmac", "crc", "raid", "x86", "x", "ieee", "cp", "windows", "mp", "h"]);

    private static readonly FrozenSet<string> Directions = FrozenSet.ToFrozenSet(
        ["east", "west", "north", "south", "central", "northeast", "northwest", "southeast", "southwest"]);

    private static readonly FrozenSet<string> Signals = FrozenSet.ToFrozenSet(
    [
        "sighup", "sigint", "sigquit", "sigill", "sigtrap", "sigabrt", "sigbus", "sigfpe", "sigkill", "sigusr1", "sigsegv", "sigusr2",
        "sigpipe", "sigalrm", "sigterm", "sigchld", "sigcont", "sigstop", "sigsys", "sigxcpu", "sigxfsz",
    ]);

    private static readonly FrozenSet<string> Errnos = FrozenSet.ToFrozenSet(
    [
        "EACCES", "EADDRINUSE", "EADDRNOTAVAIL", "EAGAIN", "EBADF", "EBUSY", "ECONNABORTED", "ECONNREFUSED", "ECONNRESET", "EDEADLK", "EDQUOT",
        "EEXIST", "EFAULT", "EFBIG", "EHOSTDOWN", "EHOSTUNREACH", "EINTR", "EINVAL", "EISDIR", "ELOOP", "EMFILE", "EMLINK", "EMSGSIZE",
        "ENAMETOOLONG", "ENETDOWN", "ENETUNREACH", "ENFILE", "ENOBUFS", "ENODEV", "ENOENT", "ENOEXEC", "ENOMEM", "ENOSPC", "ENOSYS",
        "ENOTCONN", "ENOTDIR", "ENOTEMPTY", "ENOTFOUND", "ENOTSUP", "ENXIO", "EOVERFLOW", "EPERM", "EPIPE", "EPROTO", "ERANGE", "EROFS",
        "ESHUTDOWN", "ESPIPE", "ESRCH", "ESTALE", "ETIMEDOUT", "ETXTBSY", "EWOULDBLOCK", "EXDEV",
    ]);

    // Of the letters Kubernetes draws pod suffixes from, five long, and a word all the same.
    private static readonly FrozenSet<string> ConsonantWords = FrozenSet.ToFrozenSet(
        ["https", "httpd", "btrfs", "tmpfs", "sshfs", "pgsql", "plsql", "xhtml", "dhcpd", "smtpd", "snmpd", "tftpd", "lxcfs", "zvfs", "vsftp", "ddfsd", "rpcbd", "xfsdb", "nbdkt", "grpcs", "rsvps"]);

    private static readonly FrozenSet<string> NamesBeforeDigits = FrozenSet.ToFrozenSet(
        ["http", "html", "jdk", "css", "mtls", "tls", "ssl", "win", "bcm", "rtl", "md", "gpt", "sql", "mp", "php", "ipv", "s", "k", "x", "fx", "rx", "vm", "db", "dp", "http2"]);

    // Hosts that are counted rather than named: worker3, node12. "db2" is a product and stays.
    private static readonly FrozenSet<string> HostNouns = FrozenSet.ToFrozenSet(
    [
        "host", "node", "server", "srv", "worker", "master", "replica", "shard", "broker", "instance", "pod", "rack", "slave", "standby",
        "member", "runner", "vmss", "kworker",
    ]);

    /// <summary>Whether the number joined to these words by a dash or underscore belongs to the name: <c>ORA-01555</c>, <c>utf-8</c>, <c>us-east-1</c>.</summary>
    internal static bool KeepsSuffix(PrecedingWords words)
    {
        var (first, second, third) = words;
        if (CodePrefixes.Contains(first) || Standards.Contains(first) || (first.Length == 4 && first.StartsWith("ms", StringComparison.Ordinal) && CharKind.IsAllDigits(first.AsSpan(2))))
            return true;
        if (CharKind.IsAllDigits(first) && second is "iso" or "cve" or "iec")
            return true;
        return Directions.Contains(first) && second.Length is 2 or 3 || (Directions.Contains(first) && third.Length == 2 && second is "gov" or "iso");
    }

    internal static bool IsCodePrefix(string word) => CodePrefixes.Contains(word);

    /// <summary>Whether <c>prefix-digits</c> is a code that a vendor issued.</summary>
    internal static bool BeginsWithCodePrefix(ReadOnlySpan<char> name)
    {
        var dash = name.IndexOfAny('-', '_');
        return dash > 0 && CodePrefixes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name[..dash]);
    }

    internal static bool IsDirection(string word) => Directions.Contains(word);

    internal static bool IsSignal(string word) => Signals.Contains(word);

    /// <summary>The name of an errno of POSIX or of Node's resolver, in upper case.</summary>
    internal static bool IsErrno(string word) => Errnos.Contains(word);

    internal static bool IsHostNoun(ReadOnlySpan<char> letters) => HostNouns.GetAlternateLookup<ReadOnlySpan<char>>().Contains(letters);

    /// <summary>Whether a word that could be drawn at random is one that people use.</summary>
    internal static bool IsEverydaySuffix(ReadOnlySpan<char> word)
    {
        var letters = word.TrimEnd("0123456789");
        return letters.Length == word.Length
            ? ConsonantWords.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word)
            : NamesBeforeDigits.GetAlternateLookup<ReadOnlySpan<char>>().Contains(letters);
    }

    /// <summary>nvme0n1p1, enp3s0f1, wlp2s0: names of hardware that look drawn at random.</summary>
    internal static bool IsDevice(ReadOnlySpan<char> word) =>
        word.StartsWith("nvme") || word.StartsWith("mmcblk")
        || (word.Length > 3 && (word.StartsWith("en") || word.StartsWith("wl") || word.StartsWith("ww")) && word[2] is 'p' or 's' or 'o' or 'x' && char.IsAsciiDigit(word[3]));

    /// <summary>Names of algorithms with many digits: sha256withrsa4096, x25519mlkem768.</summary>
    internal static bool IsAlgorithm(ReadOnlySpan<char> name)
    {
        foreach (var prefix in (ReadOnlySpan<string>)["sha", "aes", "rsa", "ecdsa", "x25519", "ed25519", "secp", "utf", "iso", "crc", "des", "hmac"])
        {
            if (name.StartsWith(prefix))
                return true;
        }

        return false;
    }
}
