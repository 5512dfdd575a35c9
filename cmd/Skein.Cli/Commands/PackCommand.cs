using System.CommandLine;
using Skein.Packer;

namespace Skein.Cli.Commands;

/// <summary><c>skein pack</c>: an environment into an archive that runs where YARN unpacks it. Options are conda-pack's where it has them.</summary>
internal static class PackCommand
{
    public static Command Create(CommandContext context)
    {
        var name = new Option<string?>("--name", "-n") { Description = "Conda environment, by name.", HelpName = "ENV" };
        var prefix = new Option<string?>("--prefix", "-p")
        {
            Description = "Conda environment, by path. Default: the active one.",
            HelpName = "PATH",
        };
        var kind = new Option<EnvironmentKind?>("--kind")
        {
            Description = "conda, venv, dotnet or folder (any directory, packed as it is). Default: found out.",
            HelpName = "KIND",
        };
        var output = new Option<string?>("--output", "-o")
        {
            Description = "Archive to write. Default: the environment's name with .tar.gz, in the current directory.",
            HelpName = "FILE",
        };
        var arcRoot = new Option<string?>("--arcroot") { Description = "Directory inside the archive. Default: the top.", HelpName = "PATH" };
        var destination = new Option<string?>("--dest-prefix", "-d")
        {
            Description = "Path the archive will be unpacked at; it then runs only there. Default: it runs anywhere.",
            HelpName = "PATH",
        };
        var level = new Option<int>("--compress-level")
        {
            Description = "0 (none) to 9 (smallest).",
            HelpName = "N",
            DefaultValueFactory = _ => 4,
        };
        var threads = new Option<int>("--n-threads", "-j")
        {
            Description = "Threads that compress; -1: one a processor.",
            HelpName = "N",
            DefaultValueFactory = _ => -1,
        };
        var ignoreEditable = new Option<bool>("--ignore-editable-packages") { Description = "Packs although packages lie outside." };
        var ignoreMissing = new Option<bool>("--ignore-missing-files") { Description = "Packs although files of packages are gone." };
        var force = new Option<bool>("--force", "-f") { Description = "Replaces an existing archive." };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Prints errors only." };
        var command = new Command("pack", "Packs an environment into an archive that runs where YARN unpacks it.")
        {
            name, prefix, kind, output, arcRoot, destination, level, threads, ignoreEditable, ignoreMissing, force, quiet,
        };
        command.SetAction(async (arguments, cancellation) =>
        {
            var options = new PackOptions
            {
                Name = arguments.GetValue(name),
                Prefix = arguments.GetValue(prefix),
                Kind = arguments.GetValue(kind),
                Output = arguments.GetValue(output),
                ArcRoot = arguments.GetValue(arcRoot) ?? "",
                DestinationPrefix = arguments.GetValue(destination),
                CompressLevel = arguments.GetValue(level),
                ThreadCount = arguments.GetValue(threads),
                EditablePackages = arguments.GetValue(ignoreEditable) ? EditablePolicy.Ignore : EditablePolicy.Refuse,
                IgnoreMissingFiles = arguments.GetValue(ignoreMissing),
                Force = arguments.GetValue(force),
            };
            var summary = await PackAsync(options, cancellation);
            if (!arguments.GetValue(quiet))
                await PackReport.PrintAsync(summary, context.Error);
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static async Task<PackSummary> PackAsync(PackOptions options, CancellationToken cancellation)
    {
        try
        {
            return await EnvironmentPacker.PackAsync(options, progress: null, cancellation);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only this machine's disk takes part, never a cluster.
            throw new InvalidInputException($"packing failed, no archive was written: {e.Message}");
        }
    }
}
