using ObsControlPlane.Application.Access;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Api.Access;

/// <summary>Registers what decides who is let in, and tells endpoints who asks.</summary>
internal static class AccessSetup
{
    // After the keys were read: hosted services start in the order in which they are registered, and the listener after all of them.
    internal static void AddAccessGates(this IServiceCollection services) => services
        .AddSingleton<Listening>().AddSingleton<Callers>().AddSingleton<KeyLimits>().AddSingleton<AuditLog>().AddHostedService<ListeningGuard>();

    internal static void UseAccessGates(this IApplicationBuilder app) => app.UseMiddleware<OriginGate>().UseMiddleware<AccessGate>();

    /// <summary>Whether the caller of an open route has a scope.</summary>
    /// <param name="http">The request.</param>
    /// <param name="scope">One scope.</param>
    internal static bool Has(this HttpContext http, AccessScopes scope) => http.Features.Get<Caller>() is { } caller && caller.Scopes.Allow(scope);
}
