using System.CommandLine;
using Skein.Client;

namespace Skein.Cli.Commands;

/// <summary><c>skein container add ID --service SERVICE</c>: prints the id of the new container.</summary>
internal static class AddContainerCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var service = CommonOptions.Service();
        var variables = new Option<string[]>("--env")
        {
            Description = "Environment variable on top of the service's own, kept over restarts; may be given several times.",
            HelpName = "NAME=VALUE",
        };
        variables.Validators.Add(static result =>
        {
            foreach (var token in result.Tokens)
            {
                if (token.Value.IndexOf('=') <= 0)
                    result.AddError($"--env: '{token.Value}' has not the form NAME=VALUE");
            }
        });
        var command = new Command("add", "Adds one container to a service; prints its id.") { id, service, variables };
        command.SetAction(async (arguments, cancellation) =>
        {
            var environment = new Dictionary<string, string>();
            foreach (var variable in arguments.GetValue(variables) ?? [])
            {
                var split = variable.IndexOf('=');
                environment[variable[..split]] = variable[(split + 1)..];
            }

            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            var added = await client.AddContainerAsync(arguments.GetRequiredValue(service), environment, cancellation);
            await services.Context.Output.WriteLineAsync(ContainerName.Of(added));
            return (int)ExitCode.Success;
        });
        return command;
    }
}
