namespace ObsControlPlane.Reliability.Stores;

/// <summary>What a proxy does to the connections through it.</summary>
internal enum ProxyMode
{
    Pass,

    /// <summary>Resets those that are open, and each new one at once.</summary>
    Reset,

    /// <summary>Takes connections and bytes, and gives nothing on.</summary>
    BlackHole,

    /// <summary>Ends the server's half of each connection as soon as it has said something, and lets the client go on sending.</summary>
    HalfClose,

    /// <summary>One byte at a time.</summary>
    Slices,

    /// <summary>Holds every answer back for 5 seconds.</summary>
    Delay,

    /// <summary>Gives the beginning of each answer and then ends the connection.</summary>
    Cut,

    /// <summary>Lets one request of ten through to the server and resets the connection instead of giving its answer.</summary>
    CommitThenReset,
}
