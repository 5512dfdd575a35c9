using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary><c>skein container scale ID --service SERVICE --number N</c>.</summary>
internal static class ScaleCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var service = new Option<string>("--service", "-s") { Description = "The service.", HelpName = "SERVICE", Required = true };
        var number = new Option<int>("--number", "-n") { Description = "Active containers it shall have.", HelpName = "N", Required = true };
        var command = new Command("scale", "Starts or kills containers until a service has as many as wanted.") { id, service, number };
        command.SetAction(async (arguments, cancellation) =>
        {
            var count = arguments.GetRequiredValue(number);
            if (count < 0)
                throw new InvalidInputException($"--number: {count} is negative; it must be at least 0");
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            await client.ScaleAsync(arguments.GetRequiredValue(service), count, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
