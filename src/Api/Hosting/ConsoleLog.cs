using Microsoft.Extensions.Logging.Console;

namespace ObsControlPlane.Api.Hosting;

/// <summary>The log on standard output: for eyes at a terminal, else one JSON object a line.</summary>
internal static class ConsoleLog
{
    internal static void AddConsoleLog(this WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);
        builder.Logging.AddConfiguration(builder.Configuration.GetSection("Logging"));
        if (Console.IsOutputRedirected)
        {
            // The formatter escapes line ends and control characters, so whatever a caller sends stays inside one line.
            builder.Logging.AddJsonConsole(options =>
            {
                options.UseUtcTimestamp = true;
                options.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
            });
        }
        else
        {
            builder.Logging.AddSimpleConsole(options =>
            {
                options.SingleLine = true;
                options.TimestampFormat = "HH:mm:ss ";
            });
        }

        builder.Logging.AddConsoleFormatter<RedactingFormatter, ConsoleFormatterOptions>();
        builder.Services.Configure<ConsoleLoggerOptions>(options => options.FormatterName = RedactingFormatter.FormatterName);
    }
}
