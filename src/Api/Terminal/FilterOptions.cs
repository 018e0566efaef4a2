using System.CommandLine;
using System.Text.Json.Nodes;

namespace ObsControlPlane.Api.Terminal;

/// <summary>Options that restrict what a recall searches.</summary>
internal sealed class FilterOptions
{
    private static readonly string[] Members = ["service", "server", "environment", "version", "agent", "kind", "tag"];

    private readonly IReadOnlyList<(string Member, Option<string?> Option)> _options =
        [.. Members.Select(member => (member, new Option<string?>($"--filter-{member}") { HelpName = member.ToUpperInvariant(), Description = $"Search only this {member}" }))];

    /// <summary>Adds the options to a verb.</summary>
    /// <param name="verb">The verb.</param>
    public void AddTo(Command verb)
    {
        foreach (var (_, option) in _options)
            verb.Add(option);
    }

    /// <summary>The filter that was given.</summary>
    /// <param name="context">The verb's context.</param>
    /// <returns>The filter, or null when none was given.</returns>
    public JsonObject? Read(VerbContext context) =>
        BodyOptions.Given([.. _options.Select(pair => (pair.Member, (JsonNode?)context.Arguments.GetValue(pair.Option)))]);
}
