namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>Serves. It stands here for its help; the server reads its own command line, as any ASP.NET program does.</summary>
internal sealed class ServeVerb : Verb
{
    public ServeVerb()
        : base(
            "serve",
            "Serves the API and the page; the default without a verb. Takes ASP.NET settings, as --urls.",
            "ocp serve",
            "ocp serve --urls http://0.0.0.0:5555",
            "ocp serve --data /var/lib/ocp")
    {
        TreatUnmatchedTokensAsErrors = false;
    }

    /// <inheritdoc/>
    public override Task<int> RunAsync(VerbContext context, CancellationToken ct) =>
        throw new InvalidOperationException("The server is started before a verb runs.");
}
