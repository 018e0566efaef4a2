using System.Net;
using System.Text.RegularExpressions;
using ObsControlPlane.Api.FunctionalTests.Host;

namespace ObsControlPlane.Api.FunctionalTests.Access;

public sealed partial class SignInTests
{
    private ProductHost _host = null!;
    private CookieContainer _cookies = null!;
    private HttpClient _browser = null!;
    private string _id = "";
    private string _secret = "";

    [SetUp]
    public async Task Start()
    {
        _host = new ProductHost();
        _cookies = new CookieContainer();
        _browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = _cookies }) { BaseAddress = _host.Client.BaseAddress };
        _browser.DefaultRequestHeaders.Accept.ParseAdd("text/html");
        var made = await _host.Client.PostAsync("/api/keys", new { name = "person", scopes = new[] { "read" } });
        (_id, _secret) = ((string)made.Json["key"]!["id"]!, (string)made.Json["secret"]!);
    }

    [TearDown]
    public void Stop()
    {
        _browser.Dispose();
        _host.Dispose();
    }

    [Test]
    public async Task A_person_without_a_key_is_led_to_the_page_that_asks_for_one()
    {
        var home = await _browser.GetAsync(new Uri("/", UriKind.Relative));

        Assert.That((home.StatusCode, home.Headers.Location?.ToString()), Is.EqualTo((HttpStatusCode.Redirect, "/sign-in")));
        Assert.That((await _browser.GetAsync(new Uri("/sign-in", UriKind.Relative))).StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_key_becomes_a_cookie_that_no_script_reads_and_that_ends_with_signing_out()
    {
        var answer = await SignInAsync(_secret);
        var cookie = answer.Headers.GetValues("Set-Cookie").Single(value => value.StartsWith("ocp_key=", StringComparison.Ordinal));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(cookie, Does.Contain("httponly").IgnoreCase.And.Contain("samesite=strict").IgnoreCase.And.Not.Contain("expires=").IgnoreCase);
        Assert.That(await HomeAsync(), Is.EqualTo(HttpStatusCode.OK));
        var left = await PostFormAsync("/sign-out", []);
        Assert.That(left.StatusCode, Is.EqualTo(HttpStatusCode.SeeOther));
        Assert.That(await HomeAsync(), Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task The_cookie_dies_with_its_key()
    {
        await SignInAsync(_secret);
        await _host.Client.SendAsync(HttpMethod.Delete, $"/api/keys/{_id}", null, ("Authorization", $"Bearer {_host.Secret}"));

        Assert.That(await HomeAsync(), Is.EqualTo(HttpStatusCode.Redirect));
    }

    [Test]
    public async Task A_wrong_key_gets_no_cookie()
    {
        var answer = await SignInAsync(Domain.Access.KeySecret.New());

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(_cookies.GetAllCookies().Select(cookie => cookie.Name), Does.Not.Contain("ocp_key"));
    }

    [TestCase("/sign-in")]
    [TestCase("/sign-out")]
    public async Task A_form_that_was_not_given_to_this_browser_is_refused(string path)
    {
        using var form = new FormUrlEncodedContent([new("key", _secret), new("token", new string('a', 64))]);
        var answer = await _browser.PostAsync(new Uri(path, UriKind.Relative), form);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Forbidden));
    }

    private Task<HttpResponseMessage> SignInAsync(string key) => PostFormAsync("/sign-in", [new("key", key)]);

    private async Task<HttpResponseMessage> PostFormAsync(string path, KeyValuePair<string, string>[] fields)
    {
        var page = await _browser.GetStringAsync(new Uri("/sign-in", UriKind.Relative));
        using var form = new FormUrlEncodedContent([.. fields, new("token", Token().Match(page).Groups[1].Value)]);
        return await _browser.PostAsync(new Uri(path, UriKind.Relative), form);
    }

    private async Task<HttpStatusCode> HomeAsync() => (await _browser.GetAsync(new Uri("/", UriKind.Relative))).StatusCode;

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]{64})\"")]
    private static partial Regex Token();
}
