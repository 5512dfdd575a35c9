using System.CommandLine;
using Skein.ApplicationMaster;

namespace Skein.Cli.Commands;

/// <summary><c>skein am STAGING</c>: what YARN runs as the application's first container. Not for people.</summary>
internal static class ApplicationMasterCommand
{
    public static Command Create()
    {
        var staging = new Argument<string>("STAGING") { Description = "The application's directory on the default file system." };
        var command = new Command("am", "Runs as application master; started by YARN.") { staging };
        command.Hidden = true;
        command.SetAction((arguments, cancellation) => ApplicationMasterProgram.RunAsync(
            new ApplicationMasterArguments { StagingDirectory = arguments.GetRequiredValue(staging) }, cancellation));
        return command;
    }
}
