using System.CommandLine;
using Skein.Cli.Shims;

namespace Skein.Cli.Commands;

/// <summary><c>skein shim install DIR</c> and <c>skein shim remove DIR</c>: the names by which Python programs find this one.</summary>
internal static class ShimCommands
{
    public static Command Install(CommandContext context)
    {
        var directory = DirectoryArgument();
        var command = new Command("install", "Puts links 'java' and 'yarn' to this program into a directory.") { directory };
        command.SetAction(async (arguments, _) =>
        {
            var path = Path.GetFullPath(arguments.GetRequiredValue(directory));
            ShimLinks.Install(path, Environment.ProcessPath!);
            var isReached = (context.Environment("PATH") ?? "").Split(':').Any(entry => Path.TrimEndingDirectorySeparator(entry) == Path.TrimEndingDirectorySeparator(path));
            if (!isReached)
                await context.Error.WriteLineAsync($"Note: put it in front of PATH: export PATH={path}:$PATH");
            return (int)ExitCode.Success;
        });
        return command;
    }

    public static Command Remove()
    {
        var directory = DirectoryArgument();
        var command = new Command("remove", "Takes the links away again.") { directory };
        command.SetAction(arguments =>
        {
            ShimLinks.Remove(Path.GetFullPath(arguments.GetRequiredValue(directory)));
            return (int)ExitCode.Success;
        });
        return command;
    }

    private static Argument<string> DirectoryArgument() => new("DIR") { Description = "A directory on PATH, in front of any Java and Hadoop." };
}
