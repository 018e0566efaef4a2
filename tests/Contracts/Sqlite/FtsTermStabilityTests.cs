using System.Text;
using CsCheck;
using Microsoft.Data.Sqlite;
using ObsControlPlane.Infrastructure.Search;

namespace ObsControlPlane.Contracts.Sqlite;

/// <summary>The index must take every term as one token and leave it as it is: else a question's term would miss it.</summary>
[TestFixture]
public sealed class FtsTermStabilityTests
{
    private SqliteConnection _connection = null!;

    [SetUp]
    public void Open()
    {
        _connection = new SqliteConnection("Data Source=:memory:");
        _connection.Open();
        Execute("""CREATE VIRTUAL TABLE words USING fts5(body, content='', tokenize="ascii tokenchars '._/:@-'")""");
        Execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab('words', 'instance')");
    }

    [TearDown]
    public void Close() => _connection.Dispose();

    // From the Big List of Naughty Strings (MIT) and by hand.
    private static readonly string[] Naughty =
    [
        "1E+02", "$1.00", "Ω≈ç√∫˜µ≤≥÷", "ÅÍÎÏ˝ÓÔÒÚÆ☃", "Ⱥ Ⱦ ẞ ſ K ǅ İ ı", "٠١٢٣٤٥٦٧٨٩", "田中さんにあげて下さい", "사회과학원 어학연구소",
        "ヽ༼ຈل͜ຈ༽ﾉ ヽ༼ຈل͜ຈ༽ﾉ", "(╯°□°）╯︵ ┻━┻)", "👾 🙇 💁 🙅", "ثم نفس سقطت وبالتحديد،", "בְּרֵאשִׁית", "﷽", "áéíóú e\u0301", "⁰⁴⁵₀₁₂",
        "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "˙ɐnbᴉlɐ ɐuƃɐɯ", "Ｔｈｅ ｑｕｉｃｋ", "𝐓𝐡𝐞 𝓺𝓾𝓲𝓬𝓴", "⒯⒣⒠", "<script>alert(0)</script>", "1;DROP TABLE users",
        "'; EXEC sp_MSForEachTable", "%s%n %x", "${jndi:ldap://x/a}", "C:\\Windows\\System32", "สวัสดีชาวโลก", "ສະບາຍດີ", "မြန်မာ", "ខ្មែរ", "བོད་སྐད་", "ⅣⅫ",
        "\u200Bzero\u200Dwidth\uFEFF", "a\u0000b", "\ud800x", "Ǆ", "ꙮ", "ᏸ", "Ა", "𞤀𞤢", "𑢠",
    ];

    [TestCaseSource(nameof(Naughty))]
    public void Every_term_of_a_naughty_text_is_one_token_of_the_index(string text) =>
        Assert.That(TokensOf(text), Is.EqualTo(OpsTokenizer.Terms(text)));

    [Test]
    public void Every_term_of_any_text_is_one_token_of_the_index() =>
        Gen.Char['\u0001', '\uffff'].Array[0, 40].Select(a => new string(a)).Sample(
            text => TokensOf(text).SequenceEqual(OpsTokenizer.Terms(text)), iter: 500, threads: 1);

    // SQLite's own Porter stemmer is the oracle.
    [Test]
    public void Stems_as_porter_does()
    {
        string[] roots = ["hop", "relat", "general", "condition", "sky", "try", "control", "adjust", "fail", "oscillat", "probat", "vietnam", "fall", "tann", "siz", "agree", "plaster", "motor", "digit", "conform", "radic", "vil", "analog", "syzyg", "yyy", "ti"];
        string[] endings = ["", "s", "es", "ies", "sses", "ss", "ed", "eed", "ing", "y", "ational", "tional", "enci", "anci", "izer", "bli", "alli", "entli", "eli", "ousli", "ization", "ation", "ator", "alism", "iveness", "fulness", "ousness", "aliti", "iviti", "biliti", "logi", "icate", "ative", "alize", "iciti", "ical", "ful", "ness", "al", "ance", "ence", "er", "ic", "able", "ible", "ant", "ement", "ment", "ent", "ion", "sion", "tion", "ou", "ism", "ate", "iti", "ous", "ive", "ize", "e", "le", "ll"];
        var words = (from root in roots from ending in endings select root + ending).ToArray();
        Execute("CREATE VIRTUAL TABLE porter USING fts5(body, content='', tokenize='porter ascii')");
        Execute("CREATE VIRTUAL TABLE porter_vocabulary USING fts5vocab('porter', 'instance')");

        var expected = Tokens("porter", "porter_vocabulary", string.Join(' ', words));

        Assert.That(words.Select(Stemmed), Is.EqualTo(expected));
    }

    private static string Stemmed(string word)
    {
        Span<char> letters = word.ToCharArray();
        return letters[..PorterStemmer.Stem(letters)].ToString();
    }

    private string[] TokensOf(string text) => Tokens("words", "vocabulary", string.Join(' ', OpsTokenizer.Terms(text)));

    private string[] Tokens(string index, string vocabulary, string text)
    {
        Execute($"INSERT INTO {index}({index}) VALUES ('delete-all')");
        using var insert = _connection.CreateCommand();
        insert.CommandText = $"INSERT INTO {index}(rowid, body) VALUES (1, $text)";
        insert.Parameters.AddWithValue("$text", text);
        insert.ExecuteNonQuery();
        using var read = _connection.CreateCommand();
        read.CommandText = $"SELECT term FROM {vocabulary} ORDER BY offset";
        using var reader = read.ExecuteReader();
        var tokens = new List<string>();
        while (reader.Read())
            tokens.Add(Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(0)));
        return [.. tokens];
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
