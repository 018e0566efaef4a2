namespace ObsControlPlane.Client.Spool;

/// <summary>A write that waits: its place in the order, where it goes, its idempotency key, its JSON.</summary>
internal sealed record SpooledWrite(long Number, string Path, string Key, byte[] Body);
