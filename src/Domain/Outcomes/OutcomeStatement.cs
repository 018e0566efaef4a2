using System.Text.RegularExpressions;

namespace ObsControlPlane.Domain.Outcomes;

/// <summary>One way of saying that an action worked or did not, as a row of <see cref="OutcomeStatements"/>.</summary>
/// <param name="Worked">What it says when it is stated.</param>
/// <param name="Pattern">How it is said, within one sentence in lower case; linear in the length of the sentence.</param>
/// <param name="IsClosing">Whether it counts only as the very end of the content, as a word of its own.</param>
internal sealed record OutcomeStatement(bool Worked, Regex Pattern, bool IsClosing = false)
{
    internal static OutcomeStatement Success(string pattern) => new(true, Compile(pattern));

    internal static OutcomeStatement Failure(string pattern) => new(false, Compile(pattern));

    internal static OutcomeStatement Closing(bool worked, string words) =>
        new(worked, Compile($@"(?:^|[,:–—] ?| - | but | and )(?:(?:all|now|it's|its|is|and|issue|problem) ){{0,2}}(?:{words})$"), IsClosing: true);

    internal static Regex Compile(string pattern) => new(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant);
}
