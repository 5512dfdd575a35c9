using Skein.Cli.Commands;
using Skein.Hadoop.Configuration;

namespace Skein.Cli.Shims;

/// <summary>This program by the name of <c>yarn</c>: the class path of a driver, and everything else where the machine has no YARN of its own.</summary>
internal static class YarnShim
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments is ["classpath", "--glob"] or ["classpath"])
        {
            // A driver needs to know where the site files are, and no jar.
            Console.WriteLine(string.Join(':', FindDirectories(Environment.GetEnvironmentVariable, RealProgram.Find(ProgramName.Yarn))));
            return (int)ExitCode.Success;
        }

        if (RealProgram.Find(ProgramName.Yarn) is not null)
            return RealProgram.Execute(ProgramName.Yarn, arguments);
        return await SkeinCommandLine.RunAsync([YarnCommand.Name, "--", .. arguments], CommandContext.OfProcess());
    }

    /// <summary>Directories of the site files: those that the environment names, else that of a Hadoop on PATH; none where there is neither.</summary>
    internal static IReadOnlyList<string> FindDirectories(Func<string, string?> environment, string? realYarn)
    {
        var directories = new List<string>();
        try
        {
            foreach (var file in HadoopConfiguration.Load(null, environment).Files)
            {
                if (!directories.Contains(Path.GetDirectoryName(file)!))
                    directories.Add(Path.GetDirectoryName(file)!);
            }
        }
        catch (HadoopConfigurationException e)
        {
            // The driver says it again, to whoever asks it for something.
            Console.Error.WriteLine($"skein, called as {ProgramName.Yarn}: {e.Message}");
        }

        if (directories.Count == 0 && realYarn is not null)
        {
            var target = File.ResolveLinkTarget(realYarn, returnFinalTarget: true)?.FullName ?? realYarn;
            var beside = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(target)!, "..", "etc", "hadoop"));
            if (Directory.Exists(beside))
                directories.Add(beside);
        }

        return directories;
    }
}
