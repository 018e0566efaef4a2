using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Infrastructure.Access;

/// <summary>Registers what lets callers in. The store of the keys must be registered before, and made ready by a hosted service before this one.</summary>
internal static class AccessServices
{
    /// <exception cref="StartupException">The key of the settings cannot be one.</exception>
    public static IServiceCollection AddAccess(this IServiceCollection services, IConfiguration configuration)
    {
        var given = AdminKey.Read(configuration);
        services.AddSingleton<KeyFile>();
        services.AddSingleton(provider =>
        {
            var ring = new KeyRing(provider.GetRequiredService<TimeProvider>());
            ring.Give(provider.GetRequiredService<IDataFolder>().Secret, new Caller("owner", "owner of the data folder", AccessScopes.Admin), isSetting: false);
            if (given is not null)
                ring.Give(given, new Caller("admin-key", "OCP_ADMIN_KEY", AccessScopes.Admin), isSetting: true);
            return ring;
        });
        return services.AddHostedService<KeyWatch>();
    }
}
