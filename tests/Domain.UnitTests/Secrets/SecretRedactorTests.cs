using System.Globalization;
using System.Text.RegularExpressions;
using CsCheck;
using ObsControlPlane.Domain.Secrets;

namespace ObsControlPlane.Domain.UnitTests.Secrets;

[TestFixture]
internal sealed class SecretRedactorTests
{
    private static readonly SecretRedactor Redactor = new();

    private static IEnumerable<TestCaseData> Cases => Canaries.All.Select((canary, i) => new TestCaseData(canary.Family, canary.Text, canary.Secret).SetArgDisplayNames($"{i:D2} {canary.Family}"));

    [Test]
    public void There_is_a_canary_of_at_least_40_families() => Assert.That(Canaries.All.Select(canary => canary.Family).Distinct().Count(), Is.GreaterThanOrEqualTo(60));

    [TestCaseSource(nameof(Cases))]
    public void A_secret_is_replaced_by_its_family_and_nothing_else(string family, string text, string secret)
    {
        var redacted = Redactor.Redact(string.Format(CultureInfo.InvariantCulture, text, secret));

        Assert.That(redacted.Text, Is.EqualTo(string.Format(CultureInfo.InvariantCulture, text, SecretRedactor.Mark(family))));
        Assert.That(redacted.Families, Is.EqualTo(new[] { family }));
    }

    [TestCaseSource(nameof(Cases))]
    public void A_secret_is_found_in_the_middle_of_a_document_and_in_json(string family, string text, string secret)
    {
        var told = string.Format(CultureInfo.InvariantCulture, text, secret);
        var lines = Redactor.Redact($"first line\n{told}\nlast line");
        var json = Redactor.Redact(System.Text.Json.JsonSerializer.Serialize(new { note = told }, Relaxed));

        Assert.That(lines.Text, Does.Not.Contain(secret).And.StartsWith("first line\n").And.EndsWith("\nlast line"), family);
        Assert.That(json.Text, Does.Not.Contain(secret.Replace("\n", "\\n")).And.EndsWith("\"}"), family);
    }

    [TestCaseSource(nameof(Cases))]
    public void Redacting_twice_changes_nothing(string family, string text, string secret)
    {
        var once = Redactor.Redact(string.Format(CultureInfo.InvariantCulture, text, secret));
        var twice = Redactor.Redact(once.Text);

        Assert.That(twice.Text, Is.SameAs(once.Text), family);
        Assert.That(twice.Families, Is.Empty);
    }

    [TestCase("commit 3f2b8c1d9e7a6f5b4c3d2e1f0a9b8c7d6e5f4a3b is bad")]
    [TestCase("request 0f3a9c7e-5b1d-4264-a4c8-1e3b7f602d95 failed")]
    [TestCase("sha512-z5R3p9bq0dG1kq9CwUjZq7X0s6g4m2F8QnVtYl1oXh3JpT7aWcE5iBd==")]
    [TestCase("image nginx@sha256:9b4e8f0c2d7a6135f8e1b2c3d4a5968778695a4b3c2d1e0f9a8b7c6d5e4f3a2b not found")]
    [TestCase("pod checkout-api-6c5d8b7f9-k4q7z in CrashLoopBackOff")]
    [TestCase("secret \"default-token-4g7zx\" not found")]
    [TestCase("secret: default-token-4g7zx")]
    [TestCase("secretName: my-app-tls-7d4b9c6f5")]
    [TestCase("secretKeyRef: {name: db-credentials, key: password}")]
    [TestCase("/var/run/secrets/kubernetes.io/serviceaccount/token: no such file or directory")]
    [TestCase("password_file: /run/secrets/db_password_2")]
    [TestCase("update to v1.24.17-eks-5e0fdde of kubelet 1.0.0-rc.1+build5114f85")]
    [TestCase("HRESULT 0x80070005, NTSTATUS 0xC0000005, exit code 137")]
    [TestCase("the password was wrong; reset the password and log in again")]
    [TestCase("Password: incorrect")]
    [TestCase("password: ${DB_PASSWORD}")]
    [TestCase("password=$DB_PASSWORD1 host=db")]
    [TestCase("password: <password>")]
    [TestCase("password: ********")]
    [TestCase("password: changeme123")]
    [TestCase("PASSWORD=\"$(cat /run/secrets/pw1)\"")]
    [TestCase("password = os.environ['DB_PASS1']")]
    [TestCase("token: {{ .Values.token }}")]
    [TestCase("api_key=YOUR_API_KEY_1234567890")]
    [TestCase("api_key=your-a1b2c3d4e5f6g7h8i9")]
    [TestCase("Authorization: Bearer <token>")]
    [TestCase("Authorization: Bearer $TOKEN1")]
    [TestCase("Authorization: Basic authentication is required")]
    [TestCase("401 with the Bearer authentication scheme")]
    [TestCase("postgres://user:password@host/db")]
    [TestCase("postgres://app:$PASSWORD@db:5432/shop")]
    [TestCase("http://example.com:8080/@scope/package")]
    [TestCase("curl -u user:password https://ci")]
    [TestCase("docker run -u 1000:1000 app; journalctl -u kubelet")]
    [TestCase("mysql -u root -p shop < dump.sql")]
    [TestCase("ocp_recall_duration_seconds_bucket{result=\"ok\"} 42")]
    [TestCase("rate(sk_buff_alloc_failures_total[5m]) > 0")]
    [TestCase("next_page_token: q7Zt3Rk9Wm2Xv8Lp4Nc6Bd5Jh1")]
    [TestCase("Unexpected token: 'q7', line 3")]
    [TestCase("tokens_per_second=1200 max_tokens=4096")]
    [TestCase("-----BEGIN CERTIFICATE-----\nMIIDdzCCAl+gAwIBAgIEAgAAuTANBgkqhkiG9w0BAQUFADBaMQsw\n-----END CERTIFICATE-----")]
    [TestCase("a file that begins with -----BEGIN PRIVATE KEY----- is a key in PEM")]
    [TestCase("Cookie: lang=en; theme=dark")]
    [TestCase("signature mismatch, expected sig=none")]
    [TestCase("compass: north1; bypass=true1")]
    [TestCase("already [redacted:github-token] and password: [redacted:password]")]
    [TestCase("")]
    public void Ordinary_text_stays_as_it_is(string text)
    {
        var redacted = Redactor.Redact(text);

        Assert.That(redacted.Text, Is.SameAs(text));
        Assert.That(redacted.Families, Is.Empty);
    }

    [TestCase("password", "hunt" + "er2x", "password")]
    [TestCase("db.password", "hunt" + "er2x", "password")]
    [TestCase("api_key", "q7Zt3Rk9Wm2Xv8Lp" + "4Nc6", "api-key")]
    public void The_name_of_a_value_tells_what_it_is(string name, string value, string family) =>
        Assert.That(Redactor.Redact(name, value).Text, Is.EqualTo(SecretRedactor.Mark(family)));

    [TestCase("user", "hunt" + "er2x")]
    [TestCase("password", "required")]
    public void A_value_that_its_name_does_not_tell_stays(string name, string value) => Assert.That(Redactor.Redact(name, value).Text, Is.SameAs(value));

    [Test]
    public void An_own_pattern_is_found_beside_the_built_in_ones_and_never_over_a_mark()
    {
        var own = new SecretRedactor(new SecretPattern("acme-badge", new Regex("acme-[0-9]{6}|redacted", RegexOptions.NonBacktracking)));

        var once = own.Redact("badge acme-123456, password: hunt" + "er2x");

        Assert.That(once.Text, Is.EqualTo("badge [redacted:acme-badge], password: [redacted:password]"));
        Assert.That(once.Families, Is.EquivalentTo(new[] { "acme-badge", "password" }));
        Assert.That(own.Redact(once.Text).Text, Is.SameAs(once.Text));
    }

    private static readonly System.Text.Json.JsonSerializerOptions Relaxed = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly Gen<string> Piece = Gen.OneOf<string>(
        Gen.OneOf([.. Canaries.All.Select(canary => canary.Secret)]),
        Gen.OneOf([.. Canaries.All.Select(canary => string.Format(CultureInfo.InvariantCulture, canary.Text, canary.Secret))]),
        Gen.OneOf("password", "token=", "secret:", "Authorization: Bearer ", "://", "@", "eyJ", "-----BEGIN ", "PRIVATE KEY-----", "[redacted:", "[redacted:jwt]", "]", "curl -u a:", ":AA", "Q~", "sk-", "\u212A", "\ud800"),
        Gen.String[0, 12]);

    private static readonly Gen<string> Text = Gen.Select(Piece, Gen.OneOf("", " ", "\n", "\"", "=", ";", "-", "_", "."), (piece, separator) => piece + separator).Array[1, 12].Select(string.Concat);

    [Test]
    public void Redacting_any_text_twice_changes_nothing() => Text.Sample(text =>
    {
        var once = Redactor.Redact(text).Text;
        return ReferenceEquals(Redactor.Redact(once).Text, once);
    }, iter: 20_000);

    [Test]
    public void What_is_outside_of_a_secret_is_unchanged() => Text.Where(text => !text.Contains("[redacted:")).Sample(text =>
    {
        var at = 0;
        foreach (var kept in Redactor.Redact(text).Text.Split(Canaries.All.Select(canary => SecretRedactor.Mark(canary.Family)).ToArray(), StringSplitOptions.None))
        {
            at = text.IndexOf(kept, at, StringComparison.Ordinal);
            if (at < 0)
                return false;
            at += kept.Length;
        }

        return true;
    }, iter: 20_000);
}
