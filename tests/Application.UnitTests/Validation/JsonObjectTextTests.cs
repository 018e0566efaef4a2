using System.Text;
using System.Text.Json;
using CsCheck;
using ObsControlPlane.Application.Validation;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Application.UnitTests.Validation;

public sealed class JsonObjectTextTests
{
    [TestCase("{}")]
    [TestCase(" \t\r\n{ \"a\" : [ 1 , -0.5e+10, 2E-3, true, false, null, \"x\\n\\u00e9\\/\" ] } ")]
    [TestCase("""{"pair":"\ud83d\ude00"}""")]
    [TestCase("""{"a":{},"a":[]}""")]
    public void An_object_is_taken(string json) => Assert.That(JsonObjectText.WhyInvalid(json), Is.Null);

    [TestCase("")]
    [TestCase("null")]
    [TestCase("[]")]
    [TestCase("\"x\"")]
    [TestCase("{")]
    [TestCase("{}x")]
    [TestCase("{}{}")]
    [TestCase("{\"a\"}")]
    [TestCase("{\"a\":}")]
    [TestCase("{\"a\":1,}")]
    [TestCase("{,}")]
    [TestCase("{a:1}")]
    [TestCase("{'a':1}")]
    [TestCase("{\"a\":01}")]
    [TestCase("{\"a\":1.}")]
    [TestCase("{\"a\":.5}")]
    [TestCase("{\"a\":1e}")]
    [TestCase("{\"a\":+1}")]
    [TestCase("{\"a\":-}")]
    [TestCase("{\"a\":NaN}")]
    [TestCase("{\"a\":tru}")]
    [TestCase("{\"a\":\"\n\"}")]
    [TestCase("{\"a\":\"\\x\"}")]
    [TestCase("{\"a\":\"\\u12g4\"}")]
    [TestCase("{\"a\":\"\\u12")]
    [TestCase("{\"a\":\"\\")]
    [TestCase("{\"a\":[1}")]
    [TestCase("{\"a\":1]")]
    [TestCase("{\"a\":[1,]}")]
    [TestCase("{/**/}")]
    [TestCase("\ufeff{}")]
    public void Anything_else_is_called_no_object(string json) => Assert.That(JsonObjectText.WhyInvalid(json), Is.EqualTo("must be one JSON object"));

    [TestCase("""{"a":"\u0000"}""", "U+0000")]
    [TestCase("""{"\u0000":1}""", "U+0000")]
    [TestCase("{\"a\":\"\0\"}", "U+0000")]
    [TestCase("""{"a":"\ud83d"}""", "surrogate")]
    [TestCase("""{"a":"\ude00"}""", "surrogate")]
    [TestCase("""{"a":"\ud83d\n"}""", "surrogate")]
    [TestCase("""{"a":"\ud83dx"}""", "surrogate")]
    [TestCase("""{"a":"\ud83d\ud83d\ude00"}""", "surrogate")]
    public void What_no_store_can_keep_is_refused(string json, string reason) => Assert.That(JsonObjectText.WhyInvalid(json), Does.Contain(reason));

    [Test]
    public void A_lone_surrogate_in_the_text_itself_is_refused() =>
        Assert.That(JsonObjectText.WhyInvalid("{\"a\":\"" + (char)0xd83d + "\"}"), Does.Contain("surrogate"));

    [TestCase(16, true)]
    [TestCase(17, false)]
    public void Depth_is_at_most_16_with_the_object_as_the_first(int depth, bool taken)
    {
        var json = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "[]" + new string('}', depth - 1);
        Assert.That(JsonObjectText.WhyInvalid(json), taken ? Is.Null : Does.Contain("levels deep"));
    }

    [TestCase(0, true)]
    [TestCase(1, false)]
    public void Size_is_at_most_64_KiB_of_UTF8(int over, bool taken)
    {
        var json = "{\"é\":\"" + new string('x', Limits.MetadataBytes - 9 + over) + "\"}";
        Assert.That(Encoding.UTF8.GetByteCount(json), Is.EqualTo(Limits.MetadataBytes + over));
        Assert.That(JsonObjectText.WhyInvalid(json), taken ? Is.Null : Does.Contain($"at most {Limits.MetadataBytes} bytes"));
    }

    [Test]
    public void Deep_nesting_ends_at_the_limit_and_not_at_the_end_of_the_stack() =>
        Assert.That(JsonObjectText.WhyInvalid("{\"a\":" + new string('[', 60_000)), Does.Contain("levels deep"));

    [Test]
    public void It_agrees_with_the_platforms_reader_on_damaged_objects()
    {
        const string Whole = """{"a":[1,-2.5e3,true,null,"x\"\\\u00e9"],"b":{"c":{}}, "d":false}""";
        const string Alphabet = "{}[]\":,\\0123eE+-.tfnu ax";
        Gen.Select(Gen.Int[0, Whole.Length - 1], Gen.Int[0, Alphabet.Length - 1], Gen.Int[0, 2]).Array[1, 3].Sample(
            damages =>
            {
                var text = new StringBuilder(Whole);
                foreach (var (at, with, how) in damages)
                {
                    var place = Math.Min(at, text.Length - 1);
                    if (how < 2)
                        text.Remove(place, 1);
                    if (how > 0)
                        text.Insert(place, Alphabet[with]);
                }

                Assert.That(JsonObjectText.WhyInvalid(text.ToString()) is null, Is.EqualTo(IsObject(text.ToString())), text.ToString());
            },
            iter: 20_000);
    }

    private static bool IsObject(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
