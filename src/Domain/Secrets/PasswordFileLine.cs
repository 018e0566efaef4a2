namespace ObsControlPlane.Domain.Secrets;

/// <summary>A line of PostgreSQL's <c>.pgpass</c>: host, port, database, user and password with colons between.</summary>
internal sealed class PasswordFileLine : SecretForm
{
    public override IReadOnlyList<string> Anchors { get; } = [":5432:", ":5433:", ":6432:"];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        var last = SecretValues.End(text, end, isQuoted: false, isSpaced: true);
        var rest = text[end..last];
        var database = rest.IndexOf(':');
        var user = database < 1 ? -1 : rest[(database + 1)..].IndexOf(':');
        if (user < 1)
            return null;
        var from = end + database + 1 + user + 1;
        var password = text[from..last];
        return password.Length > 0 && !SecretShape.IsPlaceholder(password) ? new SecretSpan(from, last, "pgpass-password") : null;
    }
}
