using Skein.Hadoop.Configuration;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Specification;
using Skein.Submission.Clusters;

namespace Skein.Submission.Planning;

/// <summary>Checks a specification against what the cluster allows, before anything is uploaded.</summary>
/// <remarks>
/// YARN itself says it late: an unknown queue fails the application after the submission was accepted, and a service's request above the
/// maximum fails it once the application master runs.
/// </remarks>
internal sealed class ClusterLimits(ResourceManagerClient resourceManager)
{
    private const string RootQueue = "root";
    private const int DefaultTags = 10;
    private const int DefaultTagLength = 100;
    private const string ResourceType = "of Resource '";

    /// <summary>What is wrong with the queue, given by leaf name or full path; nothing if applications can be submitted to it.</summary>
    public async Task<IReadOnlyList<string>> QueueProblemsAsync(string name, CancellationToken cancellation)
    {
        if ((await QueueAsync(name, recursive: false, cancellation)).QueueInfo is not { } queue)
        {
            var root = (await QueueAsync(RootQueue, recursive: true, cancellation)).QueueInfo;
            var leaves = string.Join(", ", Leaves(root).Order(StringComparer.Ordinal));
            return [$"queue: there is no queue '{name}' on this cluster; its queues are {leaves}"];
        }

        if (queue.ChildQueues.Count > 0)
            return [$"queue: '{name}' has queues below it and takes no applications itself; choose one of {string.Join(", ", Leaves(queue))}"];
        return queue.State == QueueStateProto.QRunning ? [] : [$"queue: '{name}' is stopped and takes no applications"];
    }

    /// <summary>Every request above the largest container the cluster gives.</summary>
    /// <param name="spec">The specification.</param>
    /// <param name="maximum">That container.</param>
    /// <param name="refusesOversizedServices">Whether memory and cores of services count; types of resources that the cluster lacks always do.</param>
    public static IReadOnlyList<string> ResourceProblems(ApplicationSpec spec, ResourceProto maximum, bool refusesOversizedServices = true)
    {
        List<string> problems = [.. SizeProblems("master", spec.Master.Resources, maximum), .. TypeProblems("master", spec.Master.Resources, maximum)];
        foreach ((var name, var service) in spec.Services)
        {
            if (refusesOversizedServices)
                problems.AddRange(SizeProblems($"services.{name}", service.Resources, maximum));
            problems.AddRange(TypeProblems($"services.{name}", service.Resources, maximum));
        }

        return problems;
    }

    /// <summary>What the ResourceManager would refuse of the tags, after everything was uploaded.</summary>
    public static IReadOnlyList<string> TagProblems(ApplicationSpec spec, HadoopConfiguration configuration)
    {
        var problems = new List<string>();
        var tags = SubmissionContext.Tags(spec);
        var most = configuration.GetInt(ConfigurationKeys.MaximumTags, DefaultTags);
        if (tags.Count > most)
        {
            var own = tags.Contains(SubmissionContext.ApplicationType) ? $", '{SubmissionContext.ApplicationType}' included" : "";
            problems.Add($"tags: {tags.Count}{own}, but the cluster takes at most {most} ({ConfigurationKeys.MaximumTags})");
        }

        var longest = configuration.GetInt(ConfigurationKeys.MaximumTagLength, DefaultTagLength);
        foreach (var tag in tags)
        {
            if (tag.Length > longest)
                problems.Add($"tags: '{tag}' is longer than {longest} letters ({ConfigurationKeys.MaximumTagLength})");
        }

        return problems;
    }

    /// <summary>Whether a problem is that the cluster has too little or nothing of a type of resource.</summary>
    public static bool IsOfResourceType(string problem) => problem.Contains(ResourceType, StringComparison.Ordinal);

    private static IEnumerable<string> SizeProblems(string owner, ResourcesSpec resources, ResourceProto maximum)
    {
        if (resources.Memory > maximum.Memory)
        {
            yield return $"{owner}.resources.memory: {resources.Memory} MiB is above the cluster's maximum of {maximum.Memory} MiB "
                + "(yarn.scheduler.maximum-allocation-mb)";
        }

        if (resources.VCores > maximum.VirtualCores)
        {
            yield return $"{owner}.resources.vcores: {resources.VCores} is above the cluster's maximum of {maximum.VirtualCores} "
                + "(yarn.scheduler.maximum-allocation-vcores)";
        }
    }

    private static IEnumerable<string> TypeProblems(string owner, ResourcesSpec resources, ResourceProto maximum)
    {
        foreach ((var field, var type, var wanted) in
            ((string, string, long)[])[("gpus", ContainerResources.Gpu, resources.Gpus), ("fpgas", ContainerResources.Fpga, resources.Fpgas)])
        {
            var available = maximum.ResourceValueMap.FirstOrDefault(value => value.Key == type)?.Value ?? 0;
            if (wanted > available)
                yield return $"{owner}.resources.{field}: {wanted} wanted, but the cluster gives at most {available} {ResourceType}{type}'";
        }

        foreach ((var type, var wanted) in resources.Custom)
        {
            if (CustomProblem(type, wanted, maximum) is { } problem)
                yield return $"{owner}.resources.custom.{type}: {problem}";
        }
    }

    // The ResourceManager leaves out of a request what it does not know, and so would start containers without it.
    private static string? CustomProblem(string type, ResourceAmount wanted, ResourceProto maximum)
    {
        if (maximum.ResourceValueMap.FirstOrDefault(value => value.Key == type) is not { } available)
        {
            var types = maximum.ResourceValueMap.Select(value => value.Key)
                .Where(key => key is not (ContainerResources.Memory or ContainerResources.VirtualCores))
                .Order(StringComparer.Ordinal)
                .ToList();
            return $"the cluster has no such type of resource; {(types.Count > 0 ? $"it has {string.Join(", ", types)}" : "it has none of its own")}";
        }

        if (available.Units != wanted.Units)
        {
            var units = available.Units.Length > 0 ? $"in {available.Units}" : "without units";
            return $"the cluster counts this type {units}; write {new ResourceAmount(wanted.Value, available.Units)} if that is the amount";
        }

        return wanted.Value > available.Value ? $"{wanted} is above the cluster's maximum of {new ResourceAmount(available.Value, available.Units)}" : null;
    }

    private static IEnumerable<string> Leaves(QueueInfoProto? queue) => queue is null
        ? []
        : queue.ChildQueues.Count == 0 ? [QueueReports.LeafName(queue.QueueName)] : queue.ChildQueues.SelectMany(Leaves);

    private Task<GetQueueInfoResponseProto> QueueAsync(string name, bool recursive, CancellationToken cancellation) =>
        resourceManager.GetQueueInfoAsync(
            new GetQueueInfoRequestProto { QueueName = name, IncludeChildQueues = true, Recursive = recursive }, cancellation);
}
