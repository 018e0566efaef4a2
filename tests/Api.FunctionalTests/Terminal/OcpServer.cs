using System.Diagnostics;

namespace ObsControlPlane.Api.FunctionalTests.Terminal;

/// <summary>A running server on a data folder.</summary>
internal sealed class OcpServer : IAsyncDisposable
{
    private readonly Process _process;

    private OcpServer(Process process, string url)
    {
        _process = process;
        Url = url;
    }

    public string Url { get; }

    public int Pid => _process.Id;

    public static async Task<OcpServer> StartAsync(string folder, string urls = "http://127.0.0.1:0")
    {
        var process = OcpProcess.Start(folder, "serve", "--urls", urls);
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        for (var tries = 0; tries < 300 && !process.HasExited; tries++)
        {
            if (Infrastructure.InfrastructureServices.FindDataFolderOwner(folder)?.Url is { } url)
                return new OcpServer(process, url);
            await Task.Delay(100);
        }
        process.Kill(entireProcessTree: true);
        throw new InvalidOperationException("The server did not become ready.");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
