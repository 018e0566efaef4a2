using System.CommandLine;
using ObsControlPlane.Reliability.BadInput;
using ObsControlPlane.Reliability.Faults;
using ObsControlPlane.Reliability.Judging;
using ObsControlPlane.Reliability.Stores;

namespace ObsControlPlane.Reliability.Run;

/// <summary>The verbs: one for each row, <c>ci</c> and <c>servers</c> for those of a mode, <c>prove</c> for the judge itself.</summary>
internal static class CommandLine
{
    private static readonly IFault[] Embedded =
    [
        new KillApi(), new EmbedKill(), new Syscalls(), new Sigterm(), new MigrateKill(), new PowerCut(), new FsyncFails(), new DiskFull(), new BitFlip(), new BadInputFault(),
    ];

    // The deaths of processes and what a key promises across them: in every run.
    private static readonly IFault[] ServersAlways = [new StoreKill(), new GraphKill(), new PairKill(), new Keys()];

    private static readonly IFault[] Servers =
    [
        .. ServersAlways, new Freeze(), new TwoApis(), new ServersMigrateKill(), new ServersPowerCut(), new JournalFlip(), new RowFlip(), new NetworkFaults(), new ClockJumps(),
        new RefusedRows(), new GraphCompared(), new GraphRebuilt(),
    ];

    public static RootCommand Create()
    {
        var ocp = new Option<string?>("--ocp") { Description = "Path of the program under test; the checkout's own build by default" };
        var seed = new Option<int>("--seed") { Description = "Seed of all random choices", DefaultValueFactory = _ => 20260 };
        var full = new Option<bool>("--full") { Description = "Full counts instead of the short form" };
        var report = new Option<string?>("--report") { Description = "Write the figures to this Markdown file" };
        var count = new Option<int?>("--count") { Description = "Trials instead of the row's own count" };
        var root = new RootCommand("Breaks real processes of the control plane and judges what survives.");
        foreach (var option in new Option[] { ocp, seed, full, report, count })
        {
            option.Recursive = true;
            root.Options.Add(option);
        }

        foreach (var fault in Embedded.Concat(Servers))
            root.Subcommands.Add(Verb(fault.Verb, $"{fault.Row}: {fault.Description}", [fault], []));
        root.Subcommands.Add(Verb("ci", "Every row of the embedded mode, the deaths of servers, and the proof of the judge", [.. Embedded, .. ServersAlways], [Proof.Report()]));
        root.Subcommands.Add(Verb("servers", "Every row of the servers mode", Servers, []));
        var prove = new Command("prove", "Runs the judge on deliberately wrong records; each must be caught");
        prove.SetAction((_, _) => Task.FromResult(Summary.Print([Proof.Report()], Console.Out)));
        root.Subcommands.Add(prove);
        return root;

        Command Verb(string name, string description, IReadOnlyList<IFault> faults, IReadOnlyList<FaultReport> before)
        {
            var command = new Command(name, description);
            command.SetAction(async (parsed, ct) =>
            {
                var program = parsed.GetValue(ocp) ?? Checkout.Program();
                if (!File.Exists(program))
                {
                    await Console.Error.WriteLineAsync($"There is no program at {program}; build src/Api or give --ocp.");
                    return 2;
                }

                var options = new RunOptions(Path.GetFullPath(program), parsed.GetValue(seed), parsed.GetValue(full), parsed.GetValue(report), parsed.GetValue(count));
                return await FaultRun.RunAsync(options, faults, before, ct);
            });
            return command;
        }
    }
}
