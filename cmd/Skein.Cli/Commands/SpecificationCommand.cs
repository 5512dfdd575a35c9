using System.CommandLine;
using Skein.Specification;

namespace Skein.Cli.Commands;

/// <summary><c>skein application specification ID</c>: the specification as the application master has it.</summary>
internal static class SpecificationCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var json = new Option<bool>("--json") { Description = "Prints JSON instead of YAML." };
        var command = new Command("specification", "Shows the specification of a running application.") { id, json };
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            var spec = SpecificationMessages.FromMessage(await client.GetSpecificationAsync(cancellation));
            var text = arguments.GetValue(json) ? SpecificationWriter.ToJson(spec) : SpecificationWriter.ToYaml(spec);
            await services.Context.Output.WriteLineAsync(text.TrimEnd('\n'));
            return (int)ExitCode.Success;
        });
        return command;
    }
}
