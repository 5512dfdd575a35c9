using Skein.Cli.Driver;

namespace Skein.Cli.Shims;

/// <summary>This program by the name of <c>java</c>: the driver for who wants it, else the machine's Java.</summary>
internal static class JavaShim
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (!JavaCommandLine.IsMeant(arguments))
            return RealProgram.Execute(ProgramName.Java, arguments);
        var context = CommandContext.OfProcess();
        if (JavaCommandLine.Parse(arguments) is not { } options)
            return (int)DriverProgram.ReportUsage(context, JavaCommandLine.Usage);
        using var interrupt = new Interrupt(context.Time);
        return (int)await DriverProgram.RunAsync(context, options, interrupt.Token);
    }
}
