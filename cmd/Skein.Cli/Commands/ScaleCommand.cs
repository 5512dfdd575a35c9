using System.CommandLine;

namespace Skein.Cli.Commands;

/// <summary><c>skein container scale ID --service SERVICE</c> with <c>--number N</c> or <c>--delta N</c>.</summary>
internal static class ScaleCommand
{
    public static Command Create(CommandServices services)
    {
        var id = CommonOptions.ApplicationId(allowsCurrent: true);
        var service = CommonOptions.Service();
        var number = ValueOption.Number<int>("--number", ["-n"], "N", "Active containers it shall have.");
        var delta = ValueOption.Number<int>("--delta", [], "N", "Containers to add; negative: to kill.");
        var command = new Command("scale", "Starts or kills containers until a service has as many as wanted.") { id, service, number, delta };
        command.Validators.Add(result =>
        {
            if ((result.GetResult(number) is null) == (result.GetResult(delta) is null))
                result.AddError("Give one of --number and --delta");
        });
        command.SetAction(async (arguments, cancellation) =>
        {
            var name = arguments.GetRequiredValue(service);
            if (arguments.GetValue(number) is < 0 and var count)
                throw new InvalidInputException($"--number: {count} is negative; it must be at least 0");
            using var client = await services.ConnectAsync(arguments, arguments.GetRequiredValue(id), cancellation);
            if (arguments.GetValue(number) is { } wanted)
                await client.ScaleAsync(name, wanted, cancellation);
            else
                await client.ScaleByAsync(name, arguments.GetValue(delta)!.Value, cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
