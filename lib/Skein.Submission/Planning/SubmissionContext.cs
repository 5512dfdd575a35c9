using Google.Protobuf;
using Skein.Contract;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Specification;

namespace Skein.Submission.Planning;

/// <summary>What YARN is asked for: the application master's container and the application around it.</summary>
public static class SubmissionContext
{
    /// <summary>YARN's type of the applications of this tool that choose no other, and of those of skein 0.8.2. Applications with a type of
    /// their own carry it as a tag. Programs filter by it.</summary>
    public const string ApplicationType = ApplicationSpec.DefaultType;

    // The application master keeps the limit itself, from its own start. YARN counts from the submission, and the time in a full queue is not the
    // application's: so YARN ends only what is long past its limit.
    private static readonly TimeSpan LimitAllowance = TimeSpan.FromDays(1);

    /// <summary>Builds the message.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="specification">The plan's specification, with sizes and times.</param>
    /// <param name="masterFiles">The plan's master files, with sizes and times.</param>
    /// <param name="tokens">By what the application shows whose it is; null: nothing, as on a simple cluster.</param>
    public static ApplicationSubmissionContextProto Build(
        SubmissionPlan plan,
        ApplicationSpec specification,
        IReadOnlyDictionary<string, FileSpec> masterFiles,
        ApplicationTokens? tokens = null)
    {
        var resource = YarnMessages.Resource(specification.Master.Resources);
        var context = new ApplicationSubmissionContextProto
        {
            ApplicationId = YarnIds.ParseApplication(plan.ApplicationId),
            ApplicationName = specification.Name,
            Queue = specification.Queue,
            Priority = new PriorityProto { Priority = specification.Priority },
            ApplicationType = HasOwnType(specification) ? specification.ApplicationType : ApplicationType,
            MaxAppAttempts = specification.MaxAttempts,
            Resource = resource,
            AmContainerSpec = Launch(plan, specification, masterFiles),
        };
        // Present but empty credentials fail a launch; absent ones are none.
        if (tokens is { Credentials.IsEmpty: false })
        {
            context.AmContainerSpec.Tokens = UnsafeByteOperations.UnsafeWrap(tokens.Credentials.ToBytes());
            context.CancelTokensWhenComplete = !tokens.AreShared;
        }

        if (specification.NodeLabel.Length > 0)
            context.NodeLabelExpression = specification.NodeLabel;
        context.ApplicationTags.AddRange(Tags(specification));
        if (YarnMessages.LogAggregation(specification.Logs) is { } logs)
            context.LogAggregationContext = logs;
        if (specification.TimeLimit > TimeSpan.Zero)
        {
            context.ApplicationTimeouts.Add(new ApplicationTimeoutMapProto
            {
                ApplicationTimeoutType = ApplicationTimeoutTypeProto.AppTimeoutLifetime,
                Timeout = (long)Math.Ceiling((specification.TimeLimit + LimitAllowance).TotalSeconds),
            });
        }

        return context;
    }

    /// <summary>The tags an application has on the cluster.</summary>
    public static IReadOnlyList<string> Tags(ApplicationSpec specification)
    {
        // YARN keeps the case it is given but compares lower-cased, as its own client sends them.
        List<string> tags = [.. specification.Tags.Select(tag => tag.ToLowerInvariant())];
        if (HasOwnType(specification))
            tags.Add(ApplicationType);
        return [.. tags.Distinct(StringComparer.Ordinal)];
    }

    // YARN compares types without case.
    private static bool HasOwnType(ApplicationSpec specification) =>
        !specification.ApplicationType.Equals(ApplicationType, StringComparison.OrdinalIgnoreCase);

    private static ContainerLaunchContextProto Launch(
        SubmissionPlan plan, ApplicationSpec specification, IReadOnlyDictionary<string, FileSpec> files)
    {
        SortedDictionary<string, string> environment = new(StringComparer.Ordinal);
        foreach ((var name, var value) in plan.MasterEnvironment)
            environment[name] = LaunchScript.Quote(value);
        environment.Remove(LaunchScript.PathVariable, out var path);
        var log = $"{LaunchScript.LogDirectory}/{SkeinFiles.ApplicationMasterLog}";
        var launch = new ContainerLaunchContextProto
        {
            Command = { LaunchScript.WithSearchPath($"./{SkeinFiles.Binary} am {LaunchScript.QuoteWord(plan.StagingDirectory)} >{log} 2>&1", path) },
        };
        foreach ((var link, var file) in files.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            launch.LocalResources.Add(new StringLocalResourceMapProto { Key = link, Value = YarnMessages.LocalResource(file) });
        foreach ((var name, var value) in environment)
            launch.Environment.Add(new StringStringMapProto { Key = name, Value = value });
        if (specification.Acls.Enable)
            launch.ApplicationACLs.AddRange(YarnMessages.AccessControl(specification.Acls));
        return launch;
    }
}
