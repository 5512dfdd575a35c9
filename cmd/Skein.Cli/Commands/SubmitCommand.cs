using System.CommandLine;
using Skein.Specification;

namespace Skein.Cli.Commands;

/// <summary><c>skein submit SPEC</c>: prints the application's id and nothing else on standard output.</summary>
internal static class SubmitCommand
{
    public static Command Create(CommandServices services)
    {
        var path = new Argument<string>("SPEC") { Description = "Specification, YAML or JSON." };
        var user = CommonOptions.ActingUser();
        var command = new Command("submit", "Submits an application; prints its id.") { path, user };
        command.SetAction((arguments, cancellation) =>
            RunAsync(services, arguments, arguments.GetRequiredValue(path), arguments.GetValue(user), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        CommandServices services, ParseResult arguments, string path, string? user, CancellationToken cancellation)
    {
        var result = SpecificationReader.ReadFile(path);
        if (result.Spec is null)
        {
            foreach (var error in result.Errors)
                await services.Context.Error.WriteLineAsync(error.ToString());
            return (int)ExitCode.InvalidInput;
        }

        await using var cluster = await services.OpenClusterAsync(arguments, user, cancellation);
        var id = await cluster.SubmitAsync(result.Spec, cancellation);
        await services.Context.Output.WriteLineAsync(id);
        return (int)ExitCode.Success;
    }
}
