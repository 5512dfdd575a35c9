using Skein.Protocol;
using Skein.Specification;
using Skein.Submission;
using Skein.Submission.Clusters;

namespace DotNetClient;

/// <summary>What a program can ask of a cluster. docs/programs.md quotes it.</summary>
public sealed class ClusterTour(SkeinClient skein, TextWriter output)
{
    public async Task<string?> SubmitAsync(string path, CancellationToken cancellation)
    {
        var result = SpecificationReader.ReadFile(path);
        foreach (var error in result.Errors)
            await output.WriteLineAsync($"{error}");
        return result.Spec is { } specification ? await skein.SubmitAsync(specification, cancellation) : null;
    }

    public async Task ScaleAsync(string id, CancellationToken cancellation)
    {
        // Waits for an application master that is still to start.
        using var application = await skein.ConnectAsync(id, cancellation);
        await application.ScaleAsync("worker", 10, cancellation);
    }

    public async Task ShowAsync(CancellationToken cancellation)
    {
        foreach (var report in await skein.Applications.ListAsync(new ApplicationFilter { Queue = "default" }, cancellation))
            await output.WriteLineAsync($"{report.Id} is {report.State}");
        foreach (var queue in await skein.Queues.ListAsync(cancellation))
            await output.WriteLineAsync($"{queue.Name}: {queue.PercentUsed} % used");
        foreach (var node in await skein.Nodes.ListAsync([NodeState.Running], cancellation))
            await output.WriteLineAsync($"{node.Id}: {node.UsedResources.Memory} of {node.TotalResources.Memory} MiB used");
    }

    public async Task EndAsync(string id, CancellationToken cancellation)
    {
        await skein.Applications.MoveAsync(id, "batch", cancellation);
        await skein.Applications.KillAsync(id, cancellation);
        await foreach (var container in skein.Logs.ReadAsync(id, cancellation))
            await output.WriteLineAsync($"{container.ContainerId} on {container.Node}");
    }
}
