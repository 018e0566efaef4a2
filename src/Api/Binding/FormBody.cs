using ObsControlPlane.Api.Errors;

namespace ObsControlPlane.Api.Binding;

/// <summary>Reads the form of a page: a few short fields.</summary>
internal static class FormBody
{
    private const int MostBytes = 4096;

    /// <summary>The fields.</summary>
    /// <param name="http">The request.</param>
    /// <param name="ct">Cancels reading.</param>
    /// <exception cref="ProblemException">415 when it is no form, 413 when it is over 4 KiB or does not say how long it is.</exception>
    internal static async Task<IFormCollection> ReadAsync(HttpContext http, CancellationToken ct)
    {
        if (!http.Request.HasFormContentType)
            throw new ProblemException(ProblemTypes.UnsupportedMediaType, "This route takes the form of our own pages. Programs use the routes of the API, with JSON and a key in the header Authorization.");
        if (http.Request.ContentLength is null or > MostBytes)
            throw new ProblemException(ProblemTypes.BodyTooLarge, $"The form is over {MostBytes} bytes, or does not say how long it is.");
        return await http.Request.ReadFormAsync(ct);
    }
}
