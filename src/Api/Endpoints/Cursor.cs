using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;
using ObsControlPlane.Api.Binding;
using ObsControlPlane.Api.Errors;
using ObsControlPlane.Application.Ports;

namespace ObsControlPlane.Api.Endpoints;

/// <summary>
/// Places in lists as opaque text: version, kind of list, place and a check sum, in base64url. The place is the last item seen, so a page
/// neither skips nor repeats when rows arrive meanwhile.
/// </summary>
internal static class Cursor
{
    private const byte Version = 1;
    private const byte FixList = (byte)'f';
    private const byte AgentList = (byte)'a';
    private const byte DeadLetterList = (byte)'d';
    private const byte IssueList = (byte)'i';

    /// <summary>The list of episodes.</summary>
    internal const byte EpisodeList = (byte)'e';

    /// <summary>The list of deliveries of alerts.</summary>
    internal const byte DeliveryList = (byte)'v';
    private const int CheckBytes = 4;

    /// <summary>The cursor of a place among fixes.</summary>
    /// <param name="place">The place, or null at the end.</param>
    internal static string? Of(ListPosition? place) => Of(place, FixList);

    /// <summary>The cursor of a place in a list that falls by instant.</summary>
    /// <param name="place">The place, or null at the end.</param>
    /// <param name="list">Which list.</param>
    internal static string? Of(ListPosition? place, byte list)
    {
        if (place is null)
            return null;
        Span<byte> bytes = stackalloc byte[24];
        BinaryPrimitives.WriteInt64BigEndian(bytes, place.Ts);
        place.Id.TryWriteBytes(bytes[8..], bigEndian: true, out _);
        return Seal(list, bytes);
    }

    /// <summary>The cursor of a place among agents.</summary>
    /// <param name="name">The last name seen, or null at the end.</param>
    internal static string? Of(string? name) => name is null ? null : Seal(AgentList, Encoding.UTF8.GetBytes(name));

    /// <summary>The cursor of a place among dead letters.</summary>
    /// <param name="id">The last id seen, or null at the end.</param>
    internal static string? OfDeadLetter(string? id) => id is null ? null : Seal(DeadLetterList, Encoding.UTF8.GetBytes(id));

    /// <summary>The place among fixes that a query names.</summary>
    /// <param name="query">The query string.</param>
    internal static ListPosition? Fixes(QueryFields query) => Of(query, FixList);

    /// <summary>The place in a list that falls by instant that a query names.</summary>
    /// <param name="query">The query string.</param>
    /// <param name="list">Which list.</param>
    internal static ListPosition? Of(QueryFields query, byte list)
    {
        if (query.Text("cursor") is not { } text)
            return null;
        if (Open(list, text) is { Length: 24 } place)
            return new ListPosition(BinaryPrimitives.ReadInt64BigEndian(place), new Guid(place.AsSpan(8), bigEndian: true));
        Refuse(query);
        return null;
    }

    /// <summary>The cursor of a place among issues.</summary>
    /// <param name="place">The place, or null at the end.</param>
    internal static string? Of(IssuePosition? place)
    {
        if (place is null)
            return null;
        var bytes = new byte[8 + Encoding.UTF8.GetByteCount(place.Fingerprint.Value)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, place.LastSeen);
        Encoding.UTF8.GetBytes(place.Fingerprint.Value, bytes.AsSpan(8));
        return Seal(IssueList, bytes);
    }

    /// <summary>The place among issues that a query names.</summary>
    /// <param name="query">The query string.</param>
    internal static IssuePosition? Issues(QueryFields query)
    {
        if (query.Text("cursor") is not { } text)
            return null;
        if (Open(IssueList, text) is { Length: > 8 } place && Domain.Issues.Fingerprint.TryParse(Encoding.UTF8.GetString(place.AsSpan(8)), out var fingerprint))
            return new IssuePosition(BinaryPrimitives.ReadInt64BigEndian(place), fingerprint);
        Refuse(query);
        return null;
    }

    /// <summary>The place among agents that a query names.</summary>
    /// <param name="query">The query string.</param>
    internal static string? Agents(QueryFields query) => Text(AgentList, query);

    /// <summary>The place among dead letters that a query names.</summary>
    /// <param name="query">The query string.</param>
    internal static string? DeadLetters(QueryFields query) => Text(DeadLetterList, query);

    /// <summary>Adds <c>Link</c>: where the next page is, and the first (RFC 8288).</summary>
    /// <param name="http">The request.</param>
    /// <param name="next">The next page's cursor, or null at the end.</param>
    internal static void Link(HttpContext http, string? next)
    {
        var others = (http.Request.QueryString.Value ?? "").TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Where(pair => !pair.StartsWith("cursor=", StringComparison.Ordinal)).ToList();
        var path = http.Request.Path.ToUriComponent();
        var first = others.Count == 0 ? path : $"{path}?{string.Join('&', others)}";
        var links = $"<{first}>; rel=\"first\"";
        http.Response.Headers.Link = next is null ? links : $"<{path}?{string.Join('&', others.Append($"cursor={next}"))}>; rel=\"next\", {links}";
    }

    private static string? Text(byte list, QueryFields query)
    {
        if (query.Text("cursor") is not { } text)
            return null;
        if (Open(list, text) is { } place && Utf8.IsValid(place))
            return Encoding.UTF8.GetString(place);
        Refuse(query);
        return null;
    }

    // A cursor alone has a problem of its own; among other wrong parameters it is one of them.
    private static void Refuse(QueryFields query)
    {
        if (!query.Errors.Any)
            throw new ProblemException(ProblemTypes.CursorInvalid, "The cursor is not one that this list gave; begin again without it.");
        query.Errors.Add(FieldPath.Outside("cursor"), "must be the next_cursor of an earlier page, as it is");
    }

    private static string Seal(byte kind, ReadOnlySpan<byte> place)
    {
        byte[] bytes = [Version, kind, .. place];
        return Base64Url.EncodeToString([.. bytes, .. SHA256.HashData(bytes).AsSpan(0, CheckBytes)]);
    }

    private static byte[]? Open(byte kind, string text)
    {
        if (!Base64Url.IsValid(text) || Base64Url.DecodeFromChars(text) is not { Length: > 2 + CheckBytes } bytes || bytes[0] != Version || bytes[1] != kind)
            return null;
        var body = bytes.AsSpan(0, bytes.Length - CheckBytes);
        return SHA256.HashData(body).AsSpan(0, CheckBytes).SequenceEqual(bytes.AsSpan(body.Length)) ? bytes[2..^CheckBytes] : null;
    }
}
