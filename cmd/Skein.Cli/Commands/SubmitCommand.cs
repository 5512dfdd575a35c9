using System.CommandLine;
using Skein.Specification;
using Skein.Submission;

namespace Skein.Cli.Commands;

/// <summary><c>skein submit SPEC</c>: prints the application's id and nothing else on standard output.</summary>
internal static class SubmitCommand
{
    private const string HashMemoryFile = "hashes";

    public static Command Create(CommandServices services)
    {
        var path = new Argument<string>("SPEC") { Description = "Specification, YAML or JSON." };
        var command = new Command("submit", "Submits an application; prints its id.") { path };
        command.SetAction((arguments, cancellation) => RunAsync(services, arguments, arguments.GetRequiredValue(path), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(CommandServices services, ParseResult arguments, string path, CancellationToken cancellation)
    {
        var result = SpecificationReader.ReadFile(path);
        if (result.Spec is null)
        {
            foreach (var error in result.Errors)
                await services.Context.Error.WriteLineAsync(error.ToString());
            return (int)ExitCode.InvalidInput;
        }

        var context = services.Context;
        var settings = new SubmissionSettings
        {
            BinaryPath = Environment.ProcessPath!,
            Certificates = await services.LoadOrCreateCertificatesAsync(cancellation),
            HashMemory = CacheDirectory(context.Environment) is { } cache ? Path.Combine(cache, HashMemoryFile) : null,
            Language = context.Environment("LANG"),
            Note = sentence => context.Error.WriteLine($"Note: {sentence}"),
        };
        await using var cluster = services.OpenCluster(arguments);
        var id = await new ApplicationSubmitter(cluster, settings, context.Time).SubmitAsync(result.Spec, cancellation);
        await context.Output.WriteLineAsync(id);
        return (int)ExitCode.Success;
    }

    // Never a directory that others write to: who writes the memory of hashes says which upload stands for a file.
    private static string? CacheDirectory(Func<string, string?> environment)
    {
        if (environment("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache))
            return Path.Combine(cache, "skein");
        return environment("HOME") is { } home && Path.IsPathRooted(home) ? Path.Combine(home, ".cache", "skein") : null;
    }
}
