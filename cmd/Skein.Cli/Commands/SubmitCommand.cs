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
        var ship = new Option<bool>("--ship-keytab")
        {
            Description = "Gives the application the --keytab of --principal, so that it works on past the lifetime of its tokens; as 'security' in the "
                + "specification. Whoever gets hold of it is you.",
        };
        var command = new Command("submit", "Submits an application; prints its id.") { path, user, ship };
        command.Validators.Add(result =>
        {
            if (result.GetValue(ship) && (result.GetValue(GlobalOptions.Principal) is null || result.GetValue(GlobalOptions.Keytab) is null))
                result.AddError("--ship-keytab: name the --principal and the --keytab");
        });
        command.SetAction((arguments, cancellation) =>
            RunAsync(services, arguments, arguments.GetRequiredValue(path), arguments.GetValue(user), arguments.GetValue(ship), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        CommandServices services, ParseResult arguments, string path, string? user, bool shipsKeytab, CancellationToken cancellation)
    {
        var result = SpecificationReader.ReadFile(path);
        if (result.Spec is null)
        {
            foreach (var error in result.Errors)
                await services.Context.Error.WriteLineAsync(error.ToString());
            return (int)ExitCode.InvalidInput;
        }

        var spec = shipsKeytab
            ? result.Spec with
            {
                Security = new KeytabSpec
                {
                    Principal = arguments.GetRequiredValue(GlobalOptions.Principal)!,
                    Keytab = new FileSpec { Source = FileUrl.Local(Path.GetFullPath(arguments.GetRequiredValue(GlobalOptions.Keytab)!)).ToString() },
                },
            }
            : result.Spec;
        await using var cluster = await services.OpenClusterAsync(arguments, user, cancellation);
        var id = await cluster.SubmitAsync(spec, cancellation);
        await services.Context.Output.WriteLineAsync(id);
        return (int)ExitCode.Success;
    }
}
