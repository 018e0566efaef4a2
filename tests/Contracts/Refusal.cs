using ObsControlPlane.Domain;

namespace ObsControlPlane.Contracts;

/// <summary>Which rule of the domain a store refused something by.</summary>
internal static class Refusal
{
    /// <summary>The code of the refusal, or null when there was none.</summary>
    internal static async Task<string?> OfAsync(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (DomainException e)
        {
            return e.Code;
        }
    }
}
