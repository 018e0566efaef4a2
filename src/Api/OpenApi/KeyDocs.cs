using ObsControlPlane.Api.Errors;
using ObsControlPlane.Api.Wire;
using ObsControlPlane.Api.Wire.Bodies;

namespace ObsControlPlane.Api.OpenApi;

/// <summary>Descriptions of the routes about keys.</summary>
internal static class KeyDocs
{
    private const string Tag = "Access";

    internal static readonly RouteDoc List = new("keys", Tag, "All keys, the newest first, also those that do not work any more; never their secrets.")
    {
        Answers = [(200, typeof(KeyListWire))],
        AnswerExample = new KeyListWire { Keys = [Examples.Key] },
        Problems = [ProblemTypes.StoreUnavailable],
    };

    internal static readonly RouteDoc Create = new(
        "createKey", Tag, "Makes a key and shows its secret this once. With 'replaces' the key it replaces goes on working for 'grace_seconds'.")
    {
        Body = typeof(KeyBody),
        BodyExample = """{"name": "deploy-agent", "scopes": ["read", "write"]}""",
        Answers = [(201, typeof(CreatedKeyWire))],
        AnswerExample = new CreatedKeyWire { Key = Examples.Key, Secret = "ocp_…" },
        Problems = [ProblemTypes.NotFound, ProblemTypes.Conflict, ProblemTypes.SecretShownOnce, ProblemTypes.StoreUnavailable],
        TakesKey = true,
    };

    internal static readonly RouteDoc Revoke = new("revokeKey", Tag, "Revokes a key for good: here at once, on every replica within 5 s. A repeat changes nothing.")
    {
        Answers = [(200, typeof(KeyWire))],
        AnswerExample = Examples.RevokedKey,
        Parameters = [new("id", "Id of the key.", "0199c700-0000-7000-8000-000000000001", "path") { Required = true }],
        Problems = [ProblemTypes.NotFound, ProblemTypes.StoreUnavailable],
    };
}
