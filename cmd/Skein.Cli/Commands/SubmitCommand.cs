using System.CommandLine;
using Skein.Specification;
using Skein.Submission;
using Skein.Submission.Clusters;

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
        SpecificationResult result = SpecificationReader.ReadFile(path);
        if (result.Spec is null)
        {
            foreach (SpecificationError error in result.Errors)
                await services.Context.Error.WriteLineAsync(error.ToString());
            return (int)ExitCode.InvalidInput;
        }

        CommandContext context = services.Context;
        var settings = new SubmissionSettings
        {
            BinaryPath = Environment.ProcessPath!,
            Certificates = await services.LoadOrCreateCertificatesAsync(cancellation),
            HashMemory = Path.Combine(CacheDirectory(context.Environment), HashMemoryFile),
            Language = context.Environment("LANG"),
            Note = sentence => context.Error.WriteLine($"Note: {sentence}"),
        };
        await using ClusterConnection cluster = services.OpenCluster(arguments);
        string id = await new ApplicationSubmitter(cluster, settings, context.Time).SubmitAsync(result.Spec, cancellation);
        await context.Output.WriteLineAsync(id);
        return (int)ExitCode.Success;
    }

    private static string CacheDirectory(Func<string, string?> environment) => Path.Combine(
        environment("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(environment("HOME") ?? Path.GetTempPath(), ".cache"),
        "skein");
}
