using ObsControlPlane.Infrastructure.Embedding;

namespace ObsControlPlane.Contracts.Embedding;

/// <summary>Known answers of BERT's tokenizer over a vocabulary small enough to be read.</summary>
public sealed class TokenizerTests
{
    private static readonly string[] Vocabulary =
        ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "disk", "full", "un", "##mount", "##ed", "grosse", "ß", "$", "home", "=", "磁", "盤", "`", "e", "_", ";", "ᄒ", "##ᅡ", "##ᆫ", "«", "豈"];

    private static string _file = "";

    [OneTimeSetUp]
    public static void WriteVocabulary()
    {
        _file = Path.GetTempFileName();
        File.WriteAllText(_file, string.Join('\n', Vocabulary) + "\n");
    }

    [OneTimeTearDown]
    public static void RemoveVocabulary() => File.Delete(_file);

    [TestCase("", "")]
    [TestCase(" \t\r\n ", "", TestName = "White space alone is no word")]
    [TestCase("disk full", "disk full")]
    [TestCase("disk\nfull\rdisk\tfull", "disk full disk full", TestName = "Lines and tabs part words")]
    [TestCase("Disk  FULL ", "disk full")]
    [TestCase("unmounted", "un ##mount ##ed")]
    [TestCase("unmounts", "[UNK]", TestName = "A word with a rest that is no piece is unknown as a whole")]
    [TestCase("$HOME=disk", "$ home = disk", TestName = "All ASCII signs stand alone")]
    [TestCase("`disk_full`", "` disk _ full `")]
    [TestCase("«disk»", "« disk [UNK]", TestName = "Punctuation of all scripts stands alone")]
    [TestCase("é É e\u0301", "e e e", TestName = "Accents are stripped however they are written")]
    [TestCase("ß", "ß", TestName = "What has no accent stays")]
    [TestCase("磁盤", "磁 盤", TestName = "Chinese characters stand alone")]
    [TestCase("disk磁full", "disk 磁 full")]
    [TestCase("\uF900", "豈", TestName = "A compatibility character is its canonical one")]
    [TestCase("한", "ᄒ ##ᅡ ##ᆫ", TestName = "Hangul is taken apart")]
    [TestCase("\u037E", ";", TestName = "A character that is canonically punctuation stands alone")]
    [TestCase("di\u0000s\u200Bk\uFEFF\u0007", "disk", TestName = "Control and format characters vanish")]
    [TestCase("disk\u0085full", "[UNK]", TestName = "Next line is a control character, as BERT has it")]
    [TestCase("disk\u00A0full\u2028disk\u3000full", "disk full disk full", TestName = "Unicode's white space parts words")]
    [TestCase("\U0001F525", "[UNK]", TestName = "An emoji is an unknown word")]
    [TestCase("[SEP]", "[UNK] [UNK] [UNK]", TestName = "A text that spells a special token is a text")]
    public void A_text_becomes_these_pieces(string text, string expected) => Assert.That(Pieces(text), Is.EqualTo($"[CLS] {expected} [SEP]".Replace("  ", " ", StringComparison.Ordinal)));

    [Test]
    public void Half_a_character_vanishes() => Assert.That(Pieces("di\uD83Dsk"), Is.EqualTo("[CLS] disk [SEP]"));

    [TestCase(100, "e")]
    [TestCase(101, "[UNK]")]
    public void A_word_is_read_up_to_a_hundred_characters(int accents, string expected)
    {
        // The accents are stripped before the word's length counts: only letters make it longer.
        var text = expected == "e" ? "e" + new string('\u0301', accents) : new string('e', accents);
        Assert.That(Pieces(text), Is.EqualTo($"[CLS] {expected} [SEP]"));
    }

    [TestCase(2, "")]
    [TestCase(3, "disk")]
    [TestCase(4, "disk un")]
    [TestCase(5, "disk un ##mount")]
    [TestCase(6, "disk un ##mount ##ed")]
    [TestCase(7, "disk un ##mount ##ed full")]
    [TestCase(8, "disk un ##mount ##ed full")]
    public void What_does_not_fit_is_cut_before_the_closing_id(int room, string expected) =>
        Assert.That(Pieces("disk unmounted full", room), Is.EqualTo($"[CLS] {expected} [SEP]".Replace("  ", " ", StringComparison.Ordinal)));

    [Test]
    public void A_cased_model_keeps_case_and_accents()
    {
        var ids = new long[8];
        var count = new BertTokenizer(WordPieces.Read(_file), lowerCase: false).Encode("disk Disk é", ids);
        Assert.That(ids[..count].Select(id => Vocabulary[id]), Is.EqualTo(new[] { "[CLS]", "disk", "[UNK]", "[UNK]", "[SEP]" }));
    }

    [Test]
    public void A_vocabulary_without_the_words_every_input_needs_is_refused()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "[CLS]\n[SEP]\n");
        Assert.That(() => WordPieces.Read(file), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("[UNK]"));
        File.Delete(file);
    }

    private static string Pieces(string text, int room = 32)
    {
        var ids = new long[room];
        var count = new BertTokenizer(WordPieces.Read(_file), lowerCase: true).Encode(text, ids);
        return string.Join(' ', ids[..count].Select(id => Vocabulary[id]));
    }
}
