using Skein.Cli;
using Skein.Cli.Shims;

return ProgramName.Find() switch
{
    ProgramName.Java => await JavaShim.RunAsync(args),
    ProgramName.Yarn => await YarnShim.RunAsync(args),
    _ => await SkeinCommandLine.RunAsync(args, CommandContext.OfProcess()),
};
