using System.Diagnostics;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>Runs programs, the published binary first of all, as a user's shell does; none outlives its test.</summary>
internal static class SkeinProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    /// <summary>Runs <c>skein</c> with the arguments.</summary>
    public static Task<CommandResult> RunAsync(IReadOnlyDictionary<string, string?> environment, params string[] arguments) =>
        RunAsync(RepositoryPaths.Binary, arguments, environment, input: null);

    /// <summary>Runs a program to its end, which comes within three minutes unless another limit is given.</summary>
    public static async Task<CommandResult> RunAsync(
        string program, string[] arguments, IReadOnlyDictionary<string, string?> environment, string? input, TimeSpan? limited = null)
    {
        using var process = Start(program, arguments, environment);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(limited ?? Limit);
        try
        {
            if (input is not null)
                await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            return await FinishAsync(process, limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Starts a program; the caller sees to its end.</summary>
    public static Process Start(string program, string[] arguments, IReadOnlyDictionary<string, string?> environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((var name, var value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Collects what a started program prints until it ends.</summary>
    public static async Task<CommandResult> FinishAsync(Process process, CancellationToken cancellation)
    {
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new CommandResult(process.ExitCode, await output, await error);
    }
}
