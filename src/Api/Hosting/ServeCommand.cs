namespace ObsControlPlane.Api.Hosting;

/// <summary>The verb <c>serve</c>: the HTTP server, from start to drained.</summary>
internal static class ServeCommand
{
    // Long enough for what is in flight, short enough for whoever waits for the process to end.
    private static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    /// <summary>Serves until SIGTERM or Ctrl+C.</summary>
    /// <param name="args">Settings such as <c>--urls</c>, as any ASP.NET Core program takes them.</param>
    /// <returns>0 after a clean stop; 2 configuration, 3 address or data folder in use, 4 store unusable, 5 data newer than this version.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            await using var app = Build(args);
            Banner.PrintWhenReady(app);
            await app.RunAsync();
            return 0;
        }
        catch (Exception exception) when (StartupFailure.Of(exception) is not null)
        {
            return StartupFailure.Of(exception)!.Tell();
        }
    }

    private static WebApplication Build(string[] args)
    {
        // Settings and the like are looked for beside the program, wherever it was started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.AddConsoleLog();
        builder.UseDefaultAddress();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = Drain);
        builder.AddControlPlane();
        var app = builder.Build();
        app.MapControlPlane();
        return app;
    }
}
