using System.Buffers;
using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

namespace ObsControlPlane.Domain.Issues;

/// <summary>MAC, IPv4 and IPv6 addresses and e-mail. A port after an address is a number of its own.</summary>
internal static class NetworkForms
{
    private const int LongestAddress = 45;
    private const int LongestLocalPart = 64;
    private const int LongestDomain = 255;

    private static readonly SearchValues<char> HexAndColon = SearchValues.Create("0123456789abcdef:.");

    // getty@tty1.service is a unit of systemd, not a mailbox.
    private static readonly FrozenSet<string> UnitEndings =
        FrozenSet.ToFrozenSet(["service", "socket", "timer", "mount", "target", "slice", "scope", "path", "device"]);

    /// <summary>The length of the address that begins with the word at <paramref name="at"/>; 0 where there is none.</summary>
    internal static int Match(ReadOnlySpan<char> text, int at, MaskedText before)
    {
        if (Mac(text, at) is > 0 and var mac)
            return mac;
        if (Ipv4(text, at, before) is > 0 and var v4)
            return v4;
        if (char.IsAsciiHexDigit(text[at]) && Ipv6(text, at) is > 0 and var v6)
            return v6;
        return IsInsideLocalPart(before.Last) ? 0 : Email(text, at);
    }

    /// <summary>The length of an IPv6 address that begins with its two colons (<c>::1</c>).</summary>
    internal static int MatchFromColon(ReadOnlySpan<char> text, int at, MaskedText before) =>
        CharKind.IsWord(before.Last) || before.Last is ':' or '>' || !text[at..].StartsWith("::") ? 0 : Ipv6(text, at);

    private static int Mac(ReadOnlySpan<char> text, int at)
    {
        const int length = 17;
        if (text.Length - at < length || text[at + 2] is not (':' or '-') || CharKind.IsWordAt(text, at + length))
            return 0;
        var separator = text[at + 2];
        for (var i = 0; i < length; i++)
        {
            if (i % 3 == 2 ? text[at + i] != separator : !char.IsAsciiHexDigit(text[at + i]))
                return 0;
        }

        return text[at..(at + length)].IndexOfAnyInRange('0', '9') >= 0 ? length : 0;
    }

    private static int Ipv4(ReadOnlySpan<char> text, int at, MaskedText before)
    {
        // In "1.2.3.4.5" no four of the numbers are an address.
        if (!char.IsAsciiDigit(text[at]) || (before.Last == '.' && char.IsAsciiDigit(before.Back(1))))
            return 0;
        var end = at;
        for (var octet = 0; octet < 4; octet++)
        {
            if (octet > 0 && (end >= text.Length || text[end++] != '.'))
                return 0;
            var start = end;
            var value = 0;
            while (CharKind.IsDigitAt(text, end) && end - start < 4)
                value = (value * 10) + text[end++] - '0';
            if (end == start || end - start > 3 || value > 255)
                return 0;
        }

        return CharKind.IsWordAt(text, end) || (end + 1 < text.Length && text[end] == '.' && CharKind.IsDigitAt(text, end + 1)) ? 0 : end - at;
    }

    private static int Ipv6(ReadOnlySpan<char> text, int at)
    {
        var window = text[at..Math.Min(text.Length, at + LongestAddress + 1)];
        var length = window.IndexOfAnyExcept(HexAndColon);
        if (length < 0)
            length = window.Length;
        // What follows in a sentence or before a port is no part of it.
        while (length > 0 && (window[length - 1] is '.' || (window[length - 1] == ':' && !window[..length].EndsWith("::"))))
            length--;
        var candidate = window[..length];
        if (length is < 3 or > LongestAddress || candidate.Count(':') < 2 || CharKind.IsWordAt(text, at + length))
            return 0;
        // "dead::beef" may be a scope in C++, "12:30:45" is a time: both fail to parse or have no digit.
        return candidate.IndexOfAnyInRange('0', '9') >= 0
            && IPAddress.TryParse(candidate, out var address)
            && address.AddressFamily == AddressFamily.InterNetworkV6
                ? length
                : 0;
    }

    private static bool IsInsideLocalPart(char c) => c is '.' or '_' or '-' or '+' or '%' or '@' or '/' or ':';

    private static int Email(ReadOnlySpan<char> text, int at)
    {
        var sign = at;
        while (sign < text.Length && sign - at <= LongestLocalPart && (CharKind.IsWord(text[sign]) || text[sign] is '.' or '_' or '-' or '+' or '%'))
            sign++;
        if (sign >= text.Length || text[sign] != '@')
            return 0;

        var end = sign + 1;
        while (end < text.Length && end - sign <= LongestDomain && (CharKind.IsWord(text[end]) || text[end] is '.' or '-'))
            end++;
        while (end > sign && text[end - 1] is '.' or '-')
            end--;
        var domain = text[(sign + 1)..end];
        var dot = domain.LastIndexOf('.');
        if (dot <= 0 || domain.Length - dot < 3 || domain[(dot + 1)..].ContainsAnyInRange('0', '9'))
            return 0;
        return UnitEndings.GetAlternateLookup<ReadOnlySpan<char>>().Contains(domain[(dot + 1)..]) ? 0 : end - at;
    }
}
