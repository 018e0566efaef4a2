namespace ObsControlPlane.Domain.Secrets;

/// <summary>Passwords on command lines: <c>curl -u user:password</c>, <c>mysql -ppassword</c>, <c>sshpass -p password</c>, <c>redis-cli -a password</c>.</summary>
/// <param name="program">The program.</param>
/// <param name="options">Its options that take one, with the blank after them, or without where none may stand there.</param>
/// <param name="afterColon">Whether the password stands after the colon of the option's value.</param>
internal sealed class CommandLineSecret(string program, string[] options, bool afterColon) : SecretForm
{
    private const int LineLength = 400;

    public override IReadOnlyList<string> Anchors { get; } = [program];

    public override SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor)
    {
        if (!SecretChars.IsStart(text, start))
            return null;
        var rest = text[end..Math.Min(text.Length, end + LineLength)];
        var line = rest.IndexOfAny("\r\n");
        rest = line < 0 ? rest : rest[..line];
        foreach (var option in options)
        {
            var at = rest.IndexOf(option, StringComparison.Ordinal);
            if (at < 0)
                continue;
            var begin = end + at + option.Length;
            var from = SecretValues.SkipQuote(text, begin);
            var last = SecretValues.End(text, from, isQuoted: from > begin, isSpaced: true);
            var colon = text[from..last].IndexOf(':');
            if (afterColon && colon < 1)
                continue;
            from += afterColon ? colon + 1 : 0;
            if (IsSecret(text[from..last]))
                return new SecretSpan(from, last, "command-line-password");
        }

        return null;
    }

    private bool IsSecret(ReadOnlySpan<char> value) => SecretShape.IsPassword(value) || (afterColon && value.Length >= 6 && !SecretShape.IsPlaceholder(value) && value.IndexOfAny('-', '.') < 0 && SecretShape.Mixes(value));

    /// <summary>The programs.</summary>
    public static readonly IReadOnlyList<SecretForm> All =
    [
        new CommandLineSecret("curl ", [" -u ", "-u ", "--user ", "--user=", "--proxy-user "], afterColon: true),
        new CommandLineSecret("mysql", [" -p"], afterColon: false),
        new CommandLineSecret("sshpass", [" -p ", " -p"], afterColon: false),
        new CommandLineSecret("redis-cli", [" -a "], afterColon: false),
        new CommandLineSecret("docker login", [" -p "], afterColon: false),
    ];
}
