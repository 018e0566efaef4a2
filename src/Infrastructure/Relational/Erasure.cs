using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain;

namespace ObsControlPlane.Infrastructure.Relational;

/// <summary>What is said of an erased record.</summary>
internal static class Erasure
{
    /// <exception cref="DomainException">The record was erased.</exception>
    public static void ThrowIf(bool isErased, RecordKind kind)
    {
        if (isErased)
            throw new DomainException(ProblemCodes.Erased, $"This {(kind == RecordKind.Fix ? "fix" : "memory")} was erased; its text is gone.");
    }
}
