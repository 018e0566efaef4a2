namespace ObsControlPlane.Contracts;

/// <summary>Whether a store stopped because its caller had gone.</summary>
internal static class Cancellation
{
    /// <summary>True when it threw <see cref="OperationCanceledException"/>; another failure passes.</summary>
    internal static async Task<bool> OfAsync(Func<Task> act)
    {
        try
        {
            await act();
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }
}
