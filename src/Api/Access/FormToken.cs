using System.Security.Cryptography;
using System.Text;

namespace ObsControlPlane.Api.Access;

/// <summary>
/// What ties a form to the browser that was given it: a random text in the form and in a cookie, which a page elsewhere can neither read nor send. It
/// needs no key of the server's, so any replica takes a form of any other.
/// </summary>
internal static class FormToken
{
    /// <summary>Name of the form's field.</summary>
    internal const string Field = "token";

    private const string Cookie = "ocp_form";
    private const int Bytes = 32;

    /// <summary>A token for a form of this answer: the browser's own when it has one.</summary>
    /// <param name="http">The request.</param>
    internal static string For(HttpContext http)
    {
        if (http.Request.Cookies[Cookie] is { Length: 2 * Bytes } known)
            return known;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));
        http.Response.Cookies.Append(Cookie, token, SessionCookie.Options(http));
        return token;
    }

    /// <summary>Whether a form came from the browser that was given it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="form">Its form.</param>
    internal static bool IsOurs(HttpContext http, IFormCollection form) =>
        http.Request.Cookies[Cookie] is { Length: 2 * Bytes } known
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(form[Field].ToString()));
}
