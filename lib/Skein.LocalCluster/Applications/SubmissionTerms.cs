using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>What a submission asks of the cluster, checked.</summary>
/// <param name="Master">What the master's container is to be.</param>
/// <param name="Queue">The queue; null: there is none of that name, which the application fails by, as in YARN.</param>
/// <param name="Lifetime">How long the application may live; null: for ever.</param>
internal sealed record SubmissionTerms(MasterRequest Master, QueueDefinition? Queue, TimeSpan? Lifetime)
{
    // A hundred years, in seconds: what dates can still be added to.
    private const long LongestLifetime = 3_153_600_000;

    /// <exception cref="RpcRefusedException">The cluster can give no such thing.</exception>
    public static SubmissionTerms Read(ClusterState state, ApplicationSubmissionContextProto context, string user)
    {
        if (!NodeDirectories.CanBelongTo(user))
            throw new RpcRefusedException(YarnErrors.General, $"'{user}' can not be the name of a user: it names no directory");
        var resource = context.AmContainerResourceRequest.Count > 0 ? context.AmContainerResourceRequest[0].Capability : context.Resource;
        if (resource is null)
            throw new RpcRefusedException(YarnErrors.InvalidResourceRequest, "Invalid resource request, no resources of the master are given");
        var amounts = ResourceLimits.Checked(state, resource);
        var label = context.HasNodeLabelExpression ? context.NodeLabelExpression : "";
        var queue = QueueName.Find(state.Queues, context.Queue);
        ResourceLimits.CheckLabel(state, queue?.Name ?? context.Queue, label);
        return new SubmissionTerms(new MasterRequest(amounts, label), queue, LifetimeOf(context));
    }

    private static TimeSpan? LifetimeOf(ApplicationSubmissionContextProto context)
    {
        foreach (var timeout in context.ApplicationTimeouts)
        {
            if (timeout.ApplicationTimeoutType != ApplicationTimeoutTypeProto.AppTimeoutLifetime)
                continue;
            if (timeout.Timeout is <= 0 or > LongestLifetime)
            {
                throw new RpcRefusedException(
                    YarnErrors.General, $"The lifetime of an application is {timeout.Timeout} seconds; it must be between 1 second and 100 years");
            }

            return TimeSpan.FromSeconds(timeout.Timeout);
        }

        return null;
    }
}
