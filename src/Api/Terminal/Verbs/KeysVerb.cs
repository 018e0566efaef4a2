using System.CommandLine;

namespace ObsControlPlane.Api.Terminal.Verbs;

/// <summary>The verbs about keys; it does nothing by itself.</summary>
internal sealed class KeysVerb : Command
{
    public KeysVerb()
        : base("keys", "Makes, lists and revokes the keys with which callers are let in.")
    {
        Add(new KeysCreateVerb());
        Add(new KeysListVerb());
        Add(new KeysRevokeVerb());
    }
}
