using Skein.Cli;

return await SkeinCommandLine.RunAsync(args, CommandContext.OfProcess());
