namespace ObsControlPlane.Domain.Secrets;

/// <summary>One way in which secrets are written, looked for only where one of its anchors stands.</summary>
/// <remarks>
/// A form that fails must not have looked further than a constant, or no further than a place from which no later anchor of it can look
/// again: a text of 1 MiB is read in linear time whatever it holds.
/// </remarks>
internal abstract class SecretForm
{
    /// <summary>Texts that are part of every secret of this form or stand right beside it; found ignoring case.</summary>
    public abstract IReadOnlyList<string> Anchors { get; }

    /// <summary>The secret at an anchor.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the anchor begins.</param>
    /// <param name="end">The character after it.</param>
    /// <param name="floor">Nothing before this may be looked at: it was replaced already.</param>
    /// <returns>Null when there is none.</returns>
    public abstract SecretSpan? Find(ReadOnlySpan<char> text, int start, int end, int floor);
}
