using System.Text;
using CsCheck;
using ObsControlPlane.Domain.Issues;

namespace ObsControlPlane.Domain.UnitTests.Issues;

[TestFixture]
internal sealed class IssueMaskingPropertyTests
{
    private static readonly Gen<string> Digits = Gen.Int[0, 99_999].Select(number => $"{number}");
    private static readonly Gen<string> Hex = Gen.OneOf([.. "0123456789abcdef"]).Array[8, 40].Select(string.Concat);
    private static readonly Gen<string> Word = Gen.OneOf(
        "disk", "full", "exit", "code", "http", "status", "error", "port", "web", "api", "took", "line", "may", "us", "east", "returned",
        "of", "id", "sqlstate", "python3", "x2x9k", "7d4b9c6f5", "deadbeef", "main.go", "v1.2.3", "503", "10.0.0.1", "::1", "0x80070005",
        "0xdead", "pt5m", "jan", "2026", "12:30", "http://a.b/c?d=1", "a@b.example", "<*>", "<", "*", ">", "%", "35s", "s", "1,234", "\n",
        "\tat a.b.C.d(C.java:1)\n", "File \"a.py\", line 1, in b\n", "#0 /a.php(1): b()\n", "\\n\\tat a.B.c(B.java:2)", "AError: x\n",
        "\u001b[31m", "\u0000", "\ud83d\ude00", "\ud83d", "\udc00", "İ", "ẞ", "\"a1234\"", "'u1'", "e3b0c442");
    private static readonly Gen<string> Separator = Gen.OneOf("", " ", "-", "_", ":", ".", "/", ",", ", ", "=", "(", ")", "\"", "'", "\n", "@", "?", "#");

    private static readonly Gen<string> Text = Gen.OneOf<string>(
        Gen.Select(Gen.OneOf<string>(Word, Word, Word, Digits, Hex, Gen.String[0, 4]), Separator, (word, separator) => word + separator)
            .Array[1, 24].Select(string.Concat),
        Gen.String);

    private static readonly Gen<string> Pod =
        Gen.Select(Drawn(9), Drawn(5), (hash, end) => $"{hash}-{end}").Where(pod => pod.Any(char.IsDigit));

    private static readonly Gen<string> Uuid = Gen.Guid.Select(id => id.ToString());
    private static readonly Gen<string> Address = Gen.Byte.Array[4].Select(bytes => string.Join('.', bytes));

    [Test]
    public void Masking_a_masked_text_changes_nothing() =>
        Text.Sample(text =>
        {
            var masked = IssueMasking.Mask(text);
            return IssueMasking.Mask(masked) == masked;
        }, iter: 5_000);

    // Masking repeats its pass until nothing changes. What keeps that linear is that hardly any text needs a third one and none many.
    [Test]
    public void Few_passes_are_enough() =>
        Text.Where(text => !string.IsNullOrWhiteSpace(text)).Sample(text =>
        {
            var masked = IssueMasking.Mask(text);
            var passes = 0;
            for (var pass = text; pass != masked && passes < 10; passes++)
                pass = TextFolding.Fold(StackTrace.Reduce(pass)) is { Length: > 0 } folded ? new MaskScan(folded).Run() : IssueMasking.Placeholder;
            return passes <= 3;
        }, iter: 2_000);

    [Test]
    public void A_text_that_is_not_blank_never_masks_to_nothing() =>
        Text.Where(text => !string.IsNullOrWhiteSpace(text)).Sample(text => IssueMasking.Mask(text).Trim().Length > 0, iter: 2_000);

    [Test]
    public void A_masked_text_is_one_line_of_lower_case_without_lone_surrogates() =>
        Text.Sample(text =>
        {
            var masked = IssueMasking.Mask(text);
            return masked.All(c => char.ToLowerInvariant(c) == c)
                && !masked.Any(char.IsControl)
                && !masked.Contains("  ")
                && HasNoLoneSurrogate(masked);
        }, iter: 5_000);

    [Test]
    public void Case_and_white_space_do_not_count() =>
        Gen.Select(Gen.OneOf("Disk full on /var", "HTTP 503 from api", "Exit Code 137", "node_load15 too high"), Gen.OneOf(" ", "  ", "\t", "\n", " \r\n "))
            .Sample((text, blank) => IssueMasking.Mask(text.ToUpperInvariant().Replace(" ", blank)) == IssueMasking.Mask(text));

    [Test]
    public void Changed_ids_numbers_addresses_and_pods_leave_the_issue_the_same() =>
        Gen.Select(Occurrence(), Occurrence()).Sample((first, second) => IssueMasking.Mask(first) == IssueMasking.Mask(second), iter: 2_000);

    [Test]
    public void Another_code_is_another_issue() =>
        Gen.Select(
                Gen.OneOf("exit code {0}", "exited with {0}", "signal {0}", "errno {0}", "error {0}", "status {0}", "sqlstate {0}", "listens on port {0}", "to db:{0} refused", "return code: {0}"),
                Gen.Int[1024, 32_767],
                Gen.Int[1024, 32_767])
            .Where((template, first, second) => first != second && template != "exited with {0}")
            .Sample((template, first, second) =>
                IssueMasking.Mask(string.Format(template, first)) != IssueMasking.Mask(string.Format(template, second)));

    [Test]
    public void Another_status_is_another_issue() =>
        Gen.Select(
                Gen.OneOf("HTTP {0}", "upstream returned {0}", "status code {0} from api", "got a {0} from api", "\"GET / HTTP/1.1\" {0} 17"),
                Gen.OneOf(400, 401, 403, 404, 429, 500, 502, 503, 504),
                Gen.OneOf(400, 401, 403, 404, 429, 500, 502, 503, 504))
            .Where((_, first, second) => first != second)
            .Sample((template, first, second) =>
                IssueMasking.Mask(string.Format(template, first)) != IssueMasking.Mask(string.Format(template, second)));

    [Test]
    public void Another_name_is_another_issue() =>
        Gen.Select(
                Gen.OneOf("service {0} is down", "alert {0} fires", "{0}_requests_total rises", "/var/log/{0}.log is full", "pod {0}-7d4b9c6f5-x2x9k restarts"),
                Gen.OneOf("checkout", "payment", "python2", "python3", "ipv6", "s3", "http2", "auth-proxy", "KubePodCrashLooping"),
                Gen.OneOf("search", "cart", "python", "ipv4", "ec2", "grpc", "https", "auth", "KubePodNotReady"))
            .Sample((template, first, second) =>
                IssueMasking.Mask(string.Format(template, first)) != IssueMasking.Mask(string.Format(template, second)));

    private static Gen<string> Occurrence() =>
        Gen.Select(
            Gen.Select(Gen.Int[0, 400], Pod, Uuid),
            Gen.Select(Address, Gen.Int[32_768, 65_535], Gen.Int[1, 9_999]),
            Gen.Int[1, 99],
            (ids, network, percent) =>
                $"web-{ids.Item1}: pod api-{ids.Item2} of request {ids.Item3} lost {network.Item1}:{network.Item2} after {network.Item3}ms at {percent}% "
                + $"with exit code 137, disk {network.Item3}MB, attempt {percent} in worker.py:{percent}");

    private static bool HasNoLoneSurrogate(string text) =>
        Encoding.Unicode.GetString(Encoding.Unicode.GetBytes(text)) == text;

    private static Gen<string> Drawn(int length) =>
        Gen.OneOf([.. "bcdfghjklmnpqrstvwxz2456789"]).Array[length].Select(letters => string.Concat(letters));
}
