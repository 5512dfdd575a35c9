using System.CommandLine;
using Skein.Security;

namespace Skein.Cli.Commands;

/// <summary><c>skein config gencerts</c>: makes this user's certificate pair.</summary>
internal static class GenerateCertificatesCommand
{
    public static Command Create(CommandContext context)
    {
        var force = new Option<bool>("--force", "-f")
        {
            Description = "Replaces an existing pair; running applications that use it can no longer be reached.",
        };
        var command = new Command("gencerts", "Makes the certificate pair that opens this user's applications.") { force };
        command.SetAction(async (arguments, cancellation) =>
        {
            var directory = CertificateFiles.ConfigurationDirectory(context.Environment);
            await CertificatePair.Generate(context.Time).SaveAsync(directory, arguments.GetValue(force), cancellation);
            return (int)ExitCode.Success;
        });
        return command;
    }
}
