namespace ObsControlPlane.Benchmarks.Servers;

/// <summary>The stores cannot be used; the message is one sentence for who started the run.</summary>
internal sealed class StoresMissingException(string message, Exception? inner = null) : Exception(message, inner);
