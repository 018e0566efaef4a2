namespace ObsControlPlane.Api.Errors;

/// <summary>One kind of problem (contract 10, RFC 9457); its page is <c>/problems/{slug}</c>.</summary>
/// <param name="Slug">Stable, kebab-case; the last part of <c>type</c>.</param>
/// <param name="Status">HTTP status it answers with.</param>
/// <param name="Title">Short and the same each time.</param>
/// <param name="Cause">What brings it about, for a person.</param>
/// <param name="Remedy">What to do about it, for a person.</param>
public sealed record ProblemType(string Slug, int Status, string Title, string Cause, string Remedy)
{
    /// <summary>The value of <c>type</c>: a reference relative to this server.</summary>
    internal string Uri => $"/problems/{Slug}";
}
