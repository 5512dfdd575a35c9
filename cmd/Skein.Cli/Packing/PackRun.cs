using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>One call of <c>skein pack</c>: data go to the standard output, everything a person reads beside it.</summary>
internal sealed class PackRun(PackRequest request, CommandContext context)
{
    /// <exception cref="PackException">The environment or the options do not allow it.</exception>
    /// <exception cref="InvalidInputException">The disk does not.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        try
        {
            return (int)(request.List ? await ListAsync(cancellation) : await PackAsync(cancellation));
        }
        catch (PackException e) when (request.Json)
        {
            PackJson.WriteProblems(context.Output, e.Problems);
            throw;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Only this machine's disk takes part, never a cluster.
            var outcome = request.Options is { Output: "-", DryRun: false } ? "the archive is not complete" : "no archive was written";
            var problem = $"packing failed, {outcome}: {e.Message}";
            if (request.Json)
                PackJson.WriteProblems(context.Output, [new PackProblem(problem)]);
            throw new InvalidInputException(problem);
        }
    }

    private async Task<ExitCode> ListAsync(CancellationToken cancellation)
    {
        // The output is not touched, whatever is there.
        var plan = await EnvironmentPacker.PlanAsync(request.Options with { CheckOutput = false, DryRun = true }, cancellation);
        PackReport.PrintWarnings(plan.Warnings, context.Error);
        ProblemList.Print(plan.Problems, context.Error);
        if (request.Json)
        {
            PackJson.WritePlan(context.Output, plan);
        }
        else
        {
            foreach (var entry in plan.Entries)
                context.Output.WriteLine(entry.Path);
        }

        return plan.Problems.Count == 0 ? ExitCode.Success : ExitCode.InvalidInput;
    }

    private async Task<ExitCode> PackAsync(CancellationToken cancellation)
    {
        var start = context.Time.GetTimestamp();
        var summary = await PackWithProgressAsync(cancellation);
        var elapsed = context.Time.GetElapsedTime(start);
        if (request.Json)
            PackJson.WriteSummary(context.Output, summary, elapsed);
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

    private void Announce(PackStart start) => PackReport.PrintStart(start, request.Options.DryRun, context.Error);
}
