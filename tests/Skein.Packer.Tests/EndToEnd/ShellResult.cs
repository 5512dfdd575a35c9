namespace Skein.Packer.Tests.EndToEnd;

internal sealed record ShellResult(int ExitCode, string Output, string Errors);
