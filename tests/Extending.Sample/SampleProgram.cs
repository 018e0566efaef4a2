using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ObsControlPlane.Api.Access;
using ObsControlPlane.Api.Hosting;
using ObsControlPlane.Application.Ports;
using ObsControlPlane.Domain.Access;

namespace ObsControlPlane.Extending.Sample;

/// <summary>A program of another team: the control plane, a use case, a route and an adapter of its own.</summary>
public static class SampleProgram
{
    /// <summary>Builds it.</summary>
    /// <param name="args">Settings, as any ASP.NET Core program takes them.</param>
    /// <returns>An application that is not started yet.</returns>
    public static WebApplication Build(params string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddControlPlane(typeof(CountFixesByTagQuery).Assembly);
        builder.Services.AddSingleton<IHostProbe, ProcessHostProbe>();
        var app = builder.Build();
        app.MapControlPlane();
        app.MapGet("/api/tags/{tag}/count", CountAsync).Needs(AccessScopes.Read);
        return app;
    }

    private static async Task<IResult> CountAsync(string tag, int? newest, IMediator mediator, CancellationToken ct) =>
        Results.Json(await mediator.Send(new CountFixesByTagQuery(tag, newest ?? 200), ct));
}
