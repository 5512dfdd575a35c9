using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>One call of <c>skein pack</c>: data go to the standard output, everything a person reads beside it.</summary>
internal sealed class PackRun(PackRequest request, CommandContext context)
{
    /// <exception cref="PackException">The environment or the options do not allow it.</exception>
    /// <exception cref="IOException">The disk or the standard output does not.</exception>
    /// <exception cref="UnauthorizedAccessException">The disk does not.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        if (context.IsOutputClosed && (request.List || request.Json || request.Options is { Output: "-", DryRun: false }))
            throw new IOException("The standard output is closed; redirect it to a file or a program");
        try
        {
            return (int)(request.List ? await ListAsync(cancellation) : await PackAsync(cancellation));
        }
        catch (Exception e) when (request.Json && ProblemsOf(e) is { } problems)
        {
            Write(output => PackJson.WriteProblems(output, problems));
            throw;
        }
    }

    // Null for what is not told on the standard output: a defect, the user's wish to end, and its own failure.
    private static IReadOnlyList<PackProblem>? ProblemsOf(Exception error) => error switch
    {
        PackException pack => pack.Problems,
        StandardOutputException => null,
        IOException or UnauthorizedAccessException => [new PackProblem(error.Message)],
        _ => null,
    };

    private async Task<ExitCode> ListAsync(CancellationToken cancellation)
    {
        // The output is not touched, whatever is there.
        var plan = await EnvironmentPacker.PlanAsync(request.Options with { CheckOutput = false, DryRun = true }, cancellation);
        PackReport.PrintWarnings(plan.Warnings, context.Error);
        ProblemList.Print(plan.Problems, context.Error);
        if (request.Json)
        {
            Write(output => PackJson.WritePlan(output, plan));
        }
        else
        {
            Write(output =>
            {
                foreach (var entry in plan.Entries)
                    output.WriteLine(entry.Path);
            });
        }

        return plan.Problems.Count == 0 ? ExitCode.Success : ExitCode.InvalidInput;
    }

    private async Task<ExitCode> PackAsync(CancellationToken cancellation)
    {
        var start = context.Time.GetTimestamp();
        var summary = await PackWithProgressAsync(cancellation);
        var elapsed = context.Time.GetElapsedTime(start);
        if (request.Json)
            Write(output => PackJson.WriteSummary(output, summary, elapsed));
        PackReport.PrintWarnings(summary.Warnings, context.Error);
        if (!request.Quiet)
            PackReport.Print(summary, elapsed, request.Options.DryRun, context.Error);
        return ExitCode.Success;
    }

    private async Task<PackSummary> PackWithProgressAsync(CancellationToken cancellation)
    {
        if (request.Quiet)
            return await EnvironmentPacker.PackAsync(request.Options, progress: null, cancellation);
        if (!ProgressDisplay.IsPossible(context))
            return await EnvironmentPacker.PackAsync(request.Options, Announce, progress: null, cancellation);
        using var display = new ProgressDisplay(context);
        return await EnvironmentPacker.PackAsync(
            request.Options,
            start =>
            {
                Announce(start);
                display.Start();
            },
            display,
            cancellation);
    }

    private void Write(Action<TextWriter> write)
    {
        try
        {
            write(context.Output);
            context.Output.Flush();
        }
        catch (IOException e)
        {
            throw new StandardOutputException(e);
        }
    }

    private void Announce(PackStart start) => PackReport.PrintStart(start, request.Options.DryRun, context.Error);
}
