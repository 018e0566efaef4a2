using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using ObsControlPlane.Reliability.Server;

namespace ObsControlPlane.Reliability.Stores;

/// <summary>A PostgreSQL server of our own in a given folder, which may be frozen, ended and spoilt.</summary>
internal sealed class OwnPostgres : IAsyncDisposable
{
    private const string Password = "reliability";

    private readonly string _folder;
    private readonly int _port;

    private OwnPostgres(string folder, int port) => (_folder, _port) = (folder, port);

    public Uri Address => new($"postgresql://ocp:{Password}@127.0.0.1:{_port}/postgres");

    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(_folder, "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    private static string? Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin")).Where(bin => File.Exists(Path.Combine(bin, "postgres"))).Order(StringComparer.Ordinal).FirstOrDefault()
        : null;

    public static string? WhyUnavailable() => Programs is null ? "needs PostgreSQL in /usr/lib/postgresql"
        : !Signals.IsRoot || !Shell.Has("runuser") ? "needs root and runuser, to run PostgreSQL as its own user" : null;

    /// <summary>A new server.</summary>
    /// <param name="folder">Its folder; made by this.</param>
    /// <param name="options">Further arguments of initdb.</param>
    public static async Task<OwnPostgres> NewAsync(string folder, params string[] options)
    {
        Directory.CreateDirectory(folder);
        var password = Path.Combine(folder, "..", $"{Path.GetFileName(folder)}.password");
        await File.WriteAllTextAsync(password, Password + "\n");
        await Shell.RunAsync("chown", "postgres", folder, password);
        string[] line =
        [
            "initdb", "-D", folder, "--username=ocp", $"--pwfile={password}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync", .. options,
        ];
        await AsOwnerAsync(folder, line[0], line[1..]);
        await File.AppendAllTextAsync(Path.Combine(folder, "postgresql.auto.conf"), "unix_socket_directories = ''\nlisten_addresses = '127.0.0.1'\nshared_buffers = 32MB\nmax_wal_size = 64MB\n");
        return await StartAsync(folder);
    }

    /// <summary>Starts the server whose folder that is, on a port of its own.</summary>
    public static async Task<OwnPostgres> StartAsync(string folder)
    {
        var server = new OwnPostgres(folder, FreePort());
        File.Delete(Path.Combine(folder, "postmaster.pid"));
        await AsOwnerAsync(folder, "pg_ctl", "-D", folder, "-l", Path.Combine(folder, "server.log"), "-o", string.Create(CultureInfo.InvariantCulture, $"-p {server._port}"), "-w", "-t", "25", "start");
        return server;
    }

    /// <summary>The processes of the server: the first one and all that it started.</summary>
    public IReadOnlyList<int> Processes()
    {
        var first = ProcessId;
        return [first, .. Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _) && ParentOf(name!) == first)
            .Select(name => int.Parse(name!, CultureInfo.InvariantCulture))];
    }

    public async Task StopAsync()
    {
        if (File.Exists(Path.Combine(_folder, "postmaster.pid")))
            await AsOwnerAsync(_folder, "pg_ctl", "-D", _folder, "-m", "fast", "-w", "-t", "25", "stop");
    }

    /// <summary>The file of a table, whose server must be stopped before it is spoilt.</summary>
    public async Task<string> FileOfAsync(Uri database, string table)
    {
        var settings = new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1", Port = _port, Username = "ocp", Password = Password, Database = database.AbsolutePath.Trim('/'), Pooling = false,
        };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT pg_relation_filepath('{table}')", connection);
        return Path.Combine(_folder, (string)(await command.ExecuteScalarAsync())!);
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await StopAsync();
        }
        catch (InvalidOperationException)
        {
            // It was ended by the fault.
        }
    }

    private static int ParentOf(string pid)
    {
        try
        {
            var line = File.ReadAllText($"/proc/{pid}/stat");
            return int.Parse(line[(line.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    private static string LogOf(string folder) => folder + ".log";

    // Its server keeps what it inherits open: nothing of ours may be among that, so what it says goes into a file beside the folder.
    private static async Task AsOwnerAsync(string folder, string program, params string[] arguments)
    {
        var log = LogOf(folder);
        await File.WriteAllTextAsync(log, "");
        await Shell.RunAsync("chown", "postgres", log);
        var start = new ProcessStartInfo("runuser") { WorkingDirectory = "/", RedirectStandardInput = true };
        string[] line = ["-u", "postgres", "--", "sh", "-c", "\"$@\" >\"$0\" 2>&1", log, Path.Combine(Programs!, program), .. arguments];
        foreach (var argument in line)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await process.WaitForExitAsync(patience.Token);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await File.ReadAllTextAsync(log)}");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
