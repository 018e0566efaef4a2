using System.Reflection;
using FluentValidation;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using ObsControlPlane.Application.Access;
using ObsControlPlane.Application.Fixes;
using ObsControlPlane.Application.Health;
using ObsControlPlane.Application.Issues;
using ObsControlPlane.Application.Pipeline;
using ObsControlPlane.Application.Settings;
using ObsControlPlane.Application.Telemetry;
using ObsControlPlane.Domain.Outcomes;
using ObsControlPlane.Domain.Recall;

namespace ObsControlPlane.Application;

/// <summary>Registers the use cases. The ports they need come from the infrastructure.</summary>
public static class ApplicationServices
{
    /// <summary>Adds every handler and validator of this assembly and of the given ones, the pipeline, the meter and the settings.</summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="extensions">Assemblies of other teams; their handlers and validators may be internal. Validators live as long as the host.</param>
    /// <returns><paramref name="services"/>, to go on with.</returns>
    public static IServiceCollection AddApplication(this IServiceCollection services, params Assembly[] extensions)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddScoped<ServiceFactory>(provider => provider.GetService!);
        services.AddScoped<Mediator>();
        services.AddScoped<IMediator>(provider => ActivatorUtilities.CreateInstance<RedactingMediator>(provider, provider.GetRequiredService<Mediator>()));
        services.AddSingleton(provider => provider.GetRequiredService<SecretSettings>().Redactor());
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(MeasurementBehavior<,>));
        services.AddTransient(typeof(IPipelineBehavior<,>), typeof(ValidationBehavior<,>));
        services.AddUseCases([typeof(ApplicationServices).Assembly, .. extensions]);

        services.AddSingleton<ControlPlaneMeter>();
        services.AddSingleton<KeyRing>();
        services.AddSingleton<FixIntake>();
        services.AddSingleton<FixViews>();
        services.AddSingleton<RecallSources>();
        services.AddSingleton<RecallThresholds>();
        services.AddSingleton<RecallAnswers>();
        services.AddSingleton<BestFixes>();
        services.AddSingleton<PatternViews>();
        services.AddSingleton<HealthMonitor>();

        services.AddSettings<RecallSettings>("Recall");
        services.AddSettings<OutcomeSettings>("Outcomes");
        services.AddSettings<HealthSettings>("Health");
        services.AddSettings<ImportSettings>("Import");
        services.AddSettings<SecretSettings>("Secrets");
        services.AddSettings<AlertSettings>("Alerts");
        services.AddSettings<AccessSettings>("Access");
        return services;
    }

    // A private validator inside another is a part of it and nobody else's.
    private static void AddUseCases(this IServiceCollection services, Assembly[] assemblies) => services.Scan(scan => scan
        .FromAssemblies(assemblies.Distinct())
        .AddClasses(types => types.AssignableTo(typeof(IRequestHandler<,>)), publicOnly: false)
        .As(type => type.GetInterfaces().Where(contract => IsClosed(contract, typeof(IRequestHandler<,>))))
        .WithTransientLifetime()
        .AddClasses(types => types.AssignableTo(typeof(IValidator<>)).Where(type => !type.IsNestedPrivate), publicOnly: false)
        .As(type => type.GetInterfaces().Where(contract => IsClosed(contract, typeof(IValidator<>))))
        .WithSingletonLifetime());

    private static bool IsClosed(Type contract, Type definition) => contract.IsGenericType && contract.GetGenericTypeDefinition() == definition;

    // Read once at start: handlers take the plain object, not a monitor of it.
    private static void AddSettings<T>(this IServiceCollection services, string section)
        where T : class
    {
        services.AddOptions<T>().BindConfiguration(section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton(provider => provider.GetRequiredService<IOptions<T>>().Value);
    }
}
